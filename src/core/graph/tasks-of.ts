import type { TaskGraph } from '../task';
import { type Block, blocksOf } from './block';
import type { Node, StepNode } from './node';
import type { PipelineGraph, UnitGraph } from './unit-graph';

/** All tasks of a unit, also those in units it calls. @internal */
export function tasksOf(unit: UnitGraph): readonly TaskGraph[] {
  if (unit.kind === 'task') return [unit];
  if (unit.kind === 'reference') return tasksOf(unit.unit);
  if (unit.kind === 'native') return [];
  const tasks = nodesOf(unit).flatMap((node) =>
    node.kind === 'step' ? tasksOf(node.unit) : node.kind === 'checks' ? node.gates.map(({ gate }) => gate) : [],
  );
  return unit.exit === undefined ? tasks : [...tasks, unit.exit];
}

/** The steps of a pipeline, also those in its branches and loops. @internal */
export function stepsOf(graph: PipelineGraph): readonly StepNode[] {
  return nodesOf(graph).flatMap((node) => (node.kind === 'step' ? [node] : []));
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
  return [unit, ...stepsOf(unit).flatMap((step) => pipelinesOf(step.unit))];
}
