import type { PipelineGraph } from './graph/unit-graph';
import type { TaskGraph } from './task';
import { type Unit, unitGraph } from './unit';

/**
 * A pipeline whose runs, and the runs of whoever calls it, end with a task that takes nothing: whatever became of them,
 * also when they were stopped or ran out of time.
 *
 * Not a `finally`: that belongs to the pipeline and runs when it is done; this runs once, when the whole run is.
 *
 * @internal
 */
export function withExit<I, O>(pipeline: Unit<I, O>, exit: Unit<{}, unknown>): Unit<I, O> {
  const graph = pipeline[unitGraph] as PipelineGraph;
  return Object.freeze({ ...pipeline, [unitGraph]: Object.freeze({ ...graph, exit: exit[unitGraph] as TaskGraph }) });
}

/**
 * A pipeline that decides by what was written down: a verdict before it is looked at by it, though it takes none.
 *
 * @internal
 */
export function deciding<I, O>(pipeline: Unit<I, O>): Unit<I, O> {
  const graph = pipeline[unitGraph] as PipelineGraph;
  return Object.freeze({ ...pipeline, [unitGraph]: Object.freeze({ ...graph, decides: true }) });
}
