import { operandsOf } from '../condition';
import { RefNode } from '../ref';
import { type Block, blocksOf } from './block';
import type { Node } from './node';

/** The values a node itself looks at, without those of blocks inside it. @internal */
export function valuesOf(node: Node): readonly unknown[] {
  switch (node.kind) {
    case 'step':
      return Object.values(node.args);
    case 'match':
      return [node.on];
    case 'when':
      return [...operandsOf(node.condition.test)];
    case 'forEach':
      return [node.items];
    case 'approval':
    case 'attempt':
      return [];
    case 'checks':
      return node.gates.flatMap(({ args }) => Object.values(args));
  }
}

/** The refs a template can be handed one by one: texts, lists and fields are made of them, a default belongs to its ref. @internal */
export function leafRefs(values: unknown): readonly RefNode[] {
  const found: RefNode[] = [];
  const visit = (value: unknown): void => {
    if (!RefNode.is(value)) {
      if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) visit(item);
      return;
    }
    const { source } = value;
    if (source.kind === 'format') for (const part of source.parts) visit(part);
    else if (source.kind === 'compose') visit(source.value);
    else if (source.kind === 'field') visit(source.of);
    else found.push(value);
  };
  visit(values);
  return found;
}

/** Every value from outside that a block, or one inside it, uses; each once. @internal */
export function capturesOf(block: Block): readonly RefNode[] {
  const own = new Set<Block | undefined>(blocksOf(block));
  const found: RefNode[] = [];
  const add = (values: unknown): void => {
    for (const ref of leafRefs(values)) {
      if (own.has(ref.scope)) {
        // A default that is used here may come from outside, though what it stands in for does not.
        if (ref.source.kind === 'fallback') add(ref.source.value);
      } else found.push(ref);
    }
  };
  for (const each of blocksOf(block)) add([each.nodes.map(valuesOf), each.outputs]);
  return distinct(found);
}

/** Each value once, where it stands first. @internal */
export function distinct(refs: readonly RefNode[]): readonly RefNode[] {
  const kept: RefNode[] = [];
  for (const ref of refs) if (!kept.some((other) => isSame(other, ref))) kept.push(ref);
  return kept;
}

/** Tells whether two refs stand for the same value. @internal */
export function isSame(a: RefNode, b: RefNode): boolean {
  if (a.scope !== b.scope || a.source.kind !== b.source.kind) return false;
  if (a.source.kind === 'input' && b.source.kind === 'input') return a.source.name === b.source.name;
  if (a.source.kind === 'output' && b.source.kind === 'output') {
    return a.source.node === b.source.node && a.source.name === b.source.name;
  }
  if (a.source.kind === 'fallback' && b.source.kind === 'fallback') {
    return isSame(a.source.of, b.source.of) && a.source.value === b.source.value;
  }
  return a.source.kind === 'item' || a.source.kind === 'status';
}
