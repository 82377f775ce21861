import { checkArgument } from '../check-argument';
import { checkProps } from '../check-props';
import { PipelineError } from '../error';
import type { Block } from '../graph/block';
import type { AttemptNode, Node, WhenNode } from '../graph/node';
import { outputsProxy } from '../outputs-proxy';
import { MaybeNode, RefNode } from '../ref';
import type { BranchOptions } from '../scope';
import type { ValueType } from '../value-type';
import type { BlockBuilder, Handle } from './block-builder';
import { producedBy } from './produced';
import { refuseArtifacts } from './refuse-artifacts';
import { scopeOf } from './scope-of';

/** What `when` and `attempt` have in common: a block of which something may be absent afterwards. @internal */
export interface OptionalBlock {
  readonly name: string;
  readonly block: Block;
  readonly body: Block;
  readonly outputs: { readonly [name: string]: ValueType };
  readonly after: readonly Node[];
}

/**
 * Runs the callback of such a block.
 *
 * @param prefix of the name, where the options have none: before the name of the block's first step
 * @internal
 */
export function optionalBlock(
  builder: BlockBuilder,
  kind: (WhenNode | AttemptNode)['kind'],
  prefix: string,
  body: unknown,
  options: BranchOptions,
): OptionalBlock {
  const at = builder.block.label;
  checkProps(options, ['name', 'after'], kind, at);
  if (typeof body !== 'function') {
    throw new PipelineError({ code: 'MLP1119', message: `${kind} has no callback`, expected: '(p) => p.step(…)', at });
  }
  const given = options.name;
  if (given !== undefined) builder.nameFor(given, given);
  const { block } = builder.nested(given ?? kind, (inner) => {
    inner.block.outputs = producedBy(body(scopeOf(inner)), inner);
  });
  const name = given ?? builder.nameFor(undefined, `${prefix}-${block.nodes[0]?.name ?? 'nothing'}`);
  const outputs = Object.fromEntries(
    Object.entries(block.outputs).map(([output, ref]) => [output, (ref as RefNode).type]),
  );
  refuseArtifacts(outputs, kind, at);
  return { name, block: builder.block, body: block, outputs, after: builder.after(options.after, name) };
}

/** Adds it; what it hands on may be absent. @internal */
export function addOptional(builder: BlockBuilder, node: WhenNode | AttemptNode): Handle {
  builder.add(node);
  const { block, kind, name } = node;
  const maybes = Object.entries(node.outputs).map(([output, type]) => {
    const label = `output '${output}' of ${kind} '${name}'`;
    const ref = new RefNode(block, { kind: 'output', node, name: output }, type, label);
    return [output, new MaybeNode(ref, (fallback, t, what) => checkArgument(fallback, t, what, block))];
  });
  return builder.handle(node, outputsProxy(Object.fromEntries(maybes), 'output', `${kind} '${name}'`, block.label));
}
