import type { Node } from './node';

/**
 * A run of steps that start and end together: a pipeline's body, an arm of a match, the body of a loop.
 *
 * Built by one callback; frozen when the callback returns.
 *
 * @internal
 */
export interface Block {
  readonly label: string;
  readonly parent: Block | undefined;
  readonly nodes: readonly Node[];
  /** What the block hands on, by name. Filled in when its callback returns. */
  readonly outputs: { readonly [name: string]: unknown };
}

/** Tells whether values of `outer` may be used in `block`. @internal */
export function isInside(block: Block, outer: Block): boolean {
  for (let b: Block | undefined = block; b !== undefined; b = b.parent) if (b === outer) return true;
  return false;
}

/** Every block below and including this one, outermost first. @internal */
export function* blocksOf(block: Block): Generator<Block> {
  yield block;
  for (const node of block.nodes) {
    if (node.kind === 'match') {
      for (const arm of node.arms) if (arm.block !== undefined) yield* blocksOf(arm.block);
    } else if ('body' in node) yield* blocksOf(node.body);
  }
}
