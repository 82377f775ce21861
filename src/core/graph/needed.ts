import { refsIn } from '../ref';
import { type Block, blocksOf } from './block';
import { capturesOf, valuesOf } from './captures';
import type { Node } from './node';

/** The nodes whose outputs a node uses or that it comes after, in blocks inside it too. @internal */
export function needed(node: Node): readonly Node[] {
  const inner = innerBlocks(node).flatMap((block) => [...blocksOf(block)]);
  return [...used(node), ...node.after, ...inner.flatMap(({ nodes }) => nodes.flatMap(({ after }) => after))];
}

/** The nodes whose outputs a node uses, in blocks inside it too. @internal */
export function used(node: Node): ReadonlySet<Node> {
  const inner = innerBlocks(node).flatMap((block) => [...blocksOf(block)]);
  const refs = [...refsIn(valuesOf(node)), ...refsIn(inner.map((block) => capturesOf(block)))];
  return new Set(refs.flatMap(({ source }) => (source.kind === 'output' ? [source.node] : [])));
}

/** The blocks directly inside a node. @internal */
export function innerBlocks(node: Node): readonly Block[] {
  if (node.kind === 'match') return node.arms.flatMap(({ block }) => (block === undefined ? [] : [block]));
  return 'body' in node ? [node.body] : [];
}
