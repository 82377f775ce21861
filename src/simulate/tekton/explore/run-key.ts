import { timeoutsOf } from '../plan/run-plan';
import { type Value, valueText } from '../plan/value';
import { type Child, hasEnded, isCancelled } from '../run/child';
import type { PipelineRun, TaskState } from '../run/pipeline-run';
import { isFailure, isIgnored, isScheduled } from '../run/task-states';
import { resultReaders, type TaskReaders } from './result-readers';

/** What a key has to tell apart, and by what. @internal */
export interface RunKeyOptions {
  readonly now: number;
  /** What was chosen for steps, by their names. */
  readonly chosen: ReadonlyMap<string, string>;
  /** Runs may come to their deadline: when something happened makes a difference. */
  readonly time: boolean;
}

/**
 * What the rest of runs depends on: what still runs, as it is; of what has ended, only what somebody may still ask for. Two
 * runs with the same key go on alike.
 *
 * @internal
 */
export function runsKey(runs: readonly PipelineRun[], options: RunKeyOptions): string {
  return runs.map((run) => runKey(run, options)).join('\n');
}

function runKey(run: PipelineRun, options: RunKeyOptions): string {
  const { name, phase, reason, finallyStartedAt } = run;
  const hangs = [...run.invalid.keys()].join(' ');
  if (run.finishedAt !== undefined) return `${name} ${phase} ${reason} ${hangs}`;
  const parts = [name, phase, hangs];
  if (options.time) parts.push(String(options.now - run.createdAt));
  if (finallyStartedAt !== undefined)
    parts.push(timeoutsOf(run.plan.spec).finally === undefined ? 'finally' : String(options.now - finallyStartedAt));
  const stops = isStopping(run);
  parts.push(String(stops));
  const readers = resultReaders(run);
  const reading = new Set(run.tasks.filter((state) => mayRead(state, stops)).map((state) => state.name));
  const waiting = new Set(run.tasks.filter((state) => !isScheduled(state)).map((state) => state.name));
  for (const state of run.tasks) {
    const own = readers.get(state.name) as TaskReaders;
    parts.push(...state.children.flatMap((child) => childKey(run, state, child, own, stops, options)));
    if (own.always) continue;
    for (const [result, { tasks, items, handedOn }] of own.results) {
      const isRead =
        handedOn === 'item' || tasks.some((task) => reading.has(task)) || items.some((task) => waiting.has(task));
      // A run that stops fails, whatever it hands on.
      if (!isRead && (handedOn === undefined || (stops && hangs === ''))) continue;
      for (const { results } of state.children) parts.push(resultKey(result, results.get(result), isRead));
    }
  }
  return parts.join(' ; ');
}

/** A task has failed: nothing but `finally` begins any more, and the run ends red. */
function isStopping({ tasks }: PipelineRun): boolean {
  return tasks.some((state) => !state.isFinal && isFailure(state) && !isIgnored(state));
}

/** Whoever is not over may still look at what it was given. */
function mayRead(state: TaskState, stops: boolean): boolean {
  if (isScheduled(state)) return !state.children.every(hasEnded);
  return state.isFinal || !stops;
}

/** What nobody reads but the pipeline itself only has to be there. */
function resultKey(result: string, value: Value | undefined, isRead: boolean): string {
  if (value === undefined) return `${result}?`;
  return isRead ? `${result}=${valueText(value)}` : result;
}

function childKey(
  run: PipelineRun,
  { isFinal }: TaskState,
  child: Child,
  { always, reason, status }: TaskReaders,
  stops: boolean,
  options: RunKeyOptions,
): readonly string[] {
  if (!hasEnded(child)) return [podKey(run, child, options)];
  const parts: string[] = [];
  // A run that is red already stays red, whatever else of it ended how.
  if (!stops || isFinal || status || always) {
    const cancelled = isCancelled(child) ? (child.timedOut ? 'late' : 'cancelled') : '';
    parts.push(`${child.name} ${child.phase} ${cancelled}`);
  }
  if (reason) parts.push(child.reason);
  if (always) parts.push([...child.results].map(([name, value]) => `${name}=${valueText(value)}`).join(','));
  return parts;
}

/** Values that it was given are those of who left them. */
function podKey({ name: run }: PipelineRun, child: Child, { now, chosen }: RunKeyOptions): string {
  const { name, path, phase, timedOut, steps, files, attempt, startedAt } = child;
  const parts = [name, phase, String(timedOut), String(attempt), String(now - startedAt), chosen.get(`${run}.${path}`)];
  for (const step of steps) {
    parts.push(`${step.phase}${step.exitCode ?? ''}`);
    // What has begun ends as it was chosen, after as much time as it takes.
    if (step.phase === 'Running' || step.phase === 'Pending')
      parts.push(`${now - step.startedAt} ${chosen.get(`${run}.${path}.${step.plan.name}`)}`);
  }
  parts.push(...[...files].map((file) => file.join('=')));
  return parts.join(' ');
}
