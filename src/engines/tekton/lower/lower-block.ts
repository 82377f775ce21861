import type { Block } from '../../../core/graph/block';
import { needed, used } from '../../../core/graph/needed';
import type { MatchNode, Node } from '../../../core/graph/node';
import { goodWord } from '../../../core/verdict';
import { distinctGuards, type Guard, isIn, isNotIn } from '../value/guard';
import type { Context, Where } from './context';
import { endRed } from './end-red';
import type { Instance } from './instance';
import { lowerNode } from './lower-node';

/** What became of a node: its tasks, and what a match looks at. @internal */
export interface Lowered {
  /** Whoever comes after the node waits for these. */
  readonly ends: readonly string[];
  /** For a match: the text it looks at. */
  readonly on?: string | undefined;
}

/**
 * Puts the nodes of a block into the pipeline; returns the tasks that are done when the block is.
 *
 * Everything that comes after something else has its guards too: what stands below a skipped task is skipped by a guard of
 * its own, and never because Tekton found a result missing.
 *
 * @internal
 */
export function lowerBlock(block: Block, instance: Instance, where: Where, context: Context): readonly string[] {
  const done = new Map<Node, Lowered & { readonly guards: readonly Guard[] }>();
  const before = (node: Node) => [...new Set(needed(node))].filter((other) => done.has(other));
  for (const node of block.nodes) {
    const others = before(node);
    const taken = used(node);
    const guards = others.flatMap((other) => {
      const { guards, on } = done.get(other) ?? { guards: [] };
      return [...guards, ...(on === undefined || other.kind !== 'match' ? [] : followed(other, on, taken.has(other)))];
    });
    const own: Where = {
      ...where,
      guards: distinctGuards([...where.guards, ...guards]),
      after: [...where.after, ...others.flatMap((other) => done.get(other)?.ends ?? [])],
    };
    done.set(node, { ...lowerNode(node, instance, own, context), guards: own.guards });
  }
  const red = block.nodes.flatMap((node): readonly string[] => {
    const lowered = done.get(node);
    if (node.kind !== 'match' || lowered?.on === undefined || !endsRed(node)) return [];
    // What uses the match runs whatever its verdict, and a failed task would keep it from starting.
    const users = [...done].filter(([other]) => uses(other, node, done));
    const after = [...lowered.ends, ...users.flatMap(([, { ends }]) => ends)];
    const guards = [...lowered.guards, isNotIn(lowered.on, goodWord(node.on.type) ?? '')];
    return [endRed(node, lowered.on, instance, { ...where, guards, after }, context)];
  });
  return [...where.after, ...[...done.values()].flatMap(({ ends }) => ends), ...red];
}

/** Under which guards something runs that comes after a match. */
function followed(match: MatchNode, on: string, isUsed: boolean): readonly Guard[] {
  const run = match.arms.filter(({ block }) => block !== undefined);
  // All other arms hold, and leave the run red.
  if (run.length === 1) return [isIn(on, run[0]?.value ?? '')];
  return endsRed(match) && !isUsed ? [isIn(on, goodWord(match.on.type) ?? '')] : [];
}

/** Arms that hold are red already. */
function endsRed({ on, arms }: MatchNode): boolean {
  const good = goodWord(on.type);
  return good !== undefined && arms.some(({ value, block }) => value !== good && block !== undefined);
}

function uses(node: Node, match: Node, done: ReadonlyMap<Node, unknown>): boolean {
  const taken = [...used(node)].filter((other) => done.has(other));
  return taken.includes(match) || taken.some((other) => uses(other, match, done));
}
