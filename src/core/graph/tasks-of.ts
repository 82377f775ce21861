import type { TaskGraph } from '../task';
import { type Block, blocksOf } from './block';
import type { Node } from './node';
import type { PipelineGraph, UnitGraph } from './unit-graph';

/** All tasks of a unit, also those in units it calls. @internal */
export function tasksOf(unit: UnitGraph): readonly TaskGraph[] {
  if (unit.kind === 'task') return [unit];
  if (unit.kind === 'reference') return tasksOf(unit.unit);
  if (unit.kind === 'native') return [];
  return nodesOf(unit).flatMap((node) =>
    node.kind === 'step' ? tasksOf(node.unit) : node.kind === 'checks' ? node.gates.map(({ gate }) => gate) : [],
  );
}

/** All nodes of a pipeline, in the blocks of its branches too. @internal */
export function nodesOf({ body, finally: end }: PipelineGraph): readonly Node[] {
  const blocks: readonly Block[] = [...blocksOf(body), ...(end === undefined ? [] : blocksOf(end))];
  return blocks.flatMap(({ nodes }) => nodes);
}

/** The pipeline and those that it calls. @internal */
export function pipelinesOf(unit: UnitGraph): readonly PipelineGraph[] {
  if (unit.kind === 'reference') return pipelinesOf(unit.unit);
  if (unit.kind !== 'pipeline') return [];
  return [unit, ...nodesOf(unit).flatMap((node) => (node.kind === 'step' ? pipelinesOf(node.unit) : []))];
}
