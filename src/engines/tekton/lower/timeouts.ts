import { PipelineError } from '../../../core/error';
import type { PipelineGraph } from '../../../core/graph/unit-graph';
import type { TimeoutFields } from '../../../schemas/tekton/types';
import { duration } from './duration';
import type { Order } from './order';
import type { TaskBody } from './task-body';

/** Time for the controller to notice an end and start the next pod. */
const overheadSeconds = 60;

/**
 * How long a run may take: as long as its longest way, or what its author says. Without these Tekton would stop it after an
 * hour, and `finally` would have no time of its own.
 *
 * @throws PipelineError MLP1304 for a deadline that is shorter than the longest way.
 * @internal
 */
export function runTimeouts(
  graph: PipelineGraph,
  tasks: ReadonlyMap<string, TaskBody>,
  ends: ReadonlyMap<string, TaskBody>,
  order: Order,
  at: string,
): TimeoutFields {
  const until = new Map<string, number>();
  const end = (name: string): number => {
    const known = until.get(name);
    if (known !== undefined) return known;
    const seconds = Math.max(0, ...order.before(name).map(end)) + secondsOf(tasks.get(name));
    until.set(name, seconds);
    return seconds;
  };
  const before = Math.max(0, ...[...tasks.keys()].map(end));
  const after = Math.max(0, ...[...ends.values()].map(secondsOf));
  const { deadlineSeconds: declared } = graph;
  const whole = declared ?? Math.ceil((before + after + 600) / 60) * 60;
  if (whole < before + after) {
    throw new PipelineError({
      code: 'MLP1304',
      message: `the deadline of pipeline '${graph.name}' is ${whole} s, but its stages may take ${before + after} s one after the other`,
      expected: `a deadline of at least ${before + after} s`,
      fix: 'lengthen the deadline, or shorten the timeouts of the tasks',
      actual: whole,
      at,
    });
  }
  if (ends.size === 0) return { pipeline: duration(whole) };
  return { pipeline: duration(whole), tasks: duration(whole - after), finally: duration(after) };
}

function secondsOf(body: TaskBody | undefined): number {
  return body === undefined ? 0 : body.timeoutSeconds * (1 + body.retries) + overheadSeconds;
}
