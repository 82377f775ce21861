import { waitingSeconds } from '../container/retry';
import { PipelineError } from '../error';
import type { Block } from './block';
import { innerBlocks, needed } from './needed';
import type { Node } from './node';
import type { PipelineGraph, UnitGraph } from './unit-graph';

/** Time for the controller to notice an end and start the next pod, for each step of the longest way. */
const overheadSeconds = 60;

/**
 * The longest time that a pipeline's steps may take one after the other, by their timeouts; at least, since a loop over
 * a list that is known only at run time counts as one round.
 *
 * @internal
 */
export function longestSeconds(graph: PipelineGraph): number {
  return blockSeconds(graph.body) + (graph.finally === undefined ? 0 : blockSeconds(graph.finally));
}

/** What the run gets: the declared deadline, which must cover the stages, or the longest way and ten minutes. @internal */
export function deadlineSeconds(graph: PipelineGraph, at?: string): number {
  const longest = longestSeconds(graph);
  const { deadlineSeconds: declared } = graph;
  if (declared === undefined) return Math.ceil((longest + 600) / 60) * 60;
  if (declared >= longest) return declared;
  throw new PipelineError({
    code: 'MLP1304',
    message: `the deadline of pipeline '${graph.name}' is ${declared} s, but its stages may take ${longest} s one after the other`,
    expected: `a deadline of at least ${longest} s`,
    fix: 'lengthen the deadline, or shorten the timeouts of the tasks',
    actual: declared,
    at,
  });
}

function blockSeconds(block: Block): number {
  const ends = new Map<Node, number>();
  const end = (node: Node): number => {
    const known = ends.get(node);
    if (known !== undefined) return known;
    const before = needed(node).filter((other) => other.block === block && other !== node);
    const start = Math.max(0, ...before.map(end));
    const at = start + nodeSeconds(node);
    ends.set(node, at);
    return at;
  };
  return Math.max(0, ...block.nodes.map(end));
}

function nodeSeconds(node: Node): number {
  switch (node.kind) {
    case 'step':
      return unitSeconds(node.unit);
    case 'approval':
      return node.expiresInSeconds + overheadSeconds;
    case 'forEach': {
      const rounds =
        node.parallelism !== undefined && Array.isArray(node.items)
          ? Math.ceil(node.items.length / node.parallelism)
          : 1;
      return rounds * blockSeconds(node.body);
    }
    case 'checks':
      return node.gates.reduce((sum, { gate }) => sum + unitSeconds(gate), 0);
    default:
      return Math.max(0, ...innerBlocks(node).map(blockSeconds));
  }
}

/** The longest time of a unit, its retries included. @internal */
export function unitSeconds(unit: UnitGraph): number {
  switch (unit.kind) {
    case 'task':
      return (
        unit.timeoutSeconds * (1 + (unit.retry?.limit ?? 0)) +
        (unit.retry === undefined ? 0 : waitingSeconds(unit.retry)) +
        overheadSeconds
      );
    case 'pipeline':
      return stageSeconds(unit);
    case 'reference':
      return stageSeconds(unit.unit);
    case 'native':
      return (unit.timeoutSeconds ?? 0) + overheadSeconds;
  }
}

/** A pipeline that is a step gets the time its author declared for it. */
function stageSeconds(unit: PipelineGraph): number {
  return Math.max(longestSeconds(unit), unit.deadlineSeconds ?? 0);
}
