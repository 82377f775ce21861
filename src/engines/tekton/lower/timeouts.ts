import { PipelineError } from '../../../core/error';
import type { PipelineGraph } from '../../../core/graph/unit-graph';
import type { TimeoutFields } from '../../../schemas/tekton/types';
import type { Stage } from './context';
import { duration } from './duration';
import type { Order } from './order';
import type { TaskBody } from './task-body';

/** Time for the controller to notice an end and start the next pod. */
const overheadSeconds = 60;

/** How long a task may take. @internal */
export type TimedTask = Pick<TaskBody, 'timeoutSeconds' | 'retries'>;

/** What a run consists of, and what it waits for. @internal */
export interface Timed {
  readonly tasks: ReadonlyMap<string, TimedTask>;
  readonly ends: ReadonlyMap<string, TimedTask>;
  readonly order: Order;
}

/**
 * How long a run may take: as long as its longest way, or what its author says. Without these Tekton would stop it after an
 * hour, and `finally` would have no time of its own.
 *
 * @throws PipelineError MLP1304 for a deadline that is shorter than the longest way.
 * @internal
 */
export function runTimeouts(graph: PipelineGraph, { tasks, ends, order }: Timed, at: string): TimeoutFields {
  const before = longestWay(tasks, order);
  const after = Math.max(0, ...[...ends.values()].map(secondsOf));
  const whole = graph.deadlineSeconds ?? Math.ceil((before + after + 600) / 60) * 60;
  checkDeadline(graph, before + after, at);
  if (ends.size === 0) return { pipeline: duration(whole) };
  return { pipeline: duration(whole), tasks: duration(whole - after), finally: duration(after) };
}

/**
 * Tekton knows no time for some of a run's tasks: the deadline of a pipeline that was put into another holds because the
 * timeouts of its tasks add up to no more.
 *
 * @throws PipelineError MLP1304 for a deadline that is shorter than the longest way.
 * @internal
 */
export function checkStages(stages: readonly Stage[], { tasks, ends, order }: Timed, at: string): void {
  for (const { graph, tasks: names } of stages) {
    const own = (all: ReadonlyMap<string, TimedTask>) => new Map([...all].filter(([name]) => names.has(name)));
    checkDeadline(graph, longestWay(own(tasks), order) + Math.max(0, ...[...own(ends).values()].map(secondsOf)), at);
  }
}

/** The longest that tasks may take one after the other, without what they wait for outside of them. */
function longestWay(tasks: ReadonlyMap<string, TimedTask>, order: Order): number {
  const until = new Map<string, number>();
  const end = (name: string): number => {
    const known = until.get(name);
    if (known !== undefined) return known;
    const before = order.before(name).filter((other) => tasks.has(other));
    const seconds = Math.max(0, ...before.map(end)) + secondsOf(tasks.get(name));
    until.set(name, seconds);
    return seconds;
  };
  return Math.max(0, ...[...tasks.keys()].map(end));
}

function checkDeadline({ name, deadlineSeconds: declared }: PipelineGraph, needed: number, at: string): void {
  if (declared === undefined || declared >= needed) return;
  throw new PipelineError({
    code: 'MLP1304',
    message: `the deadline of pipeline '${name}' is ${declared} s, but its stages may take ${needed} s one after the other`,
    expected: `a deadline of at least ${needed} s`,
    fix: 'lengthen the deadline, or shorten the timeouts of the tasks',
    actual: declared,
    at,
  });
}

function secondsOf(body: TimedTask | undefined): number {
  return body === undefined ? 0 : body.timeoutSeconds * (1 + body.retries) + overheadSeconds;
}
