import { type PipelineRun, succeeded, type TaskRun, type TaskRunResult } from './pipeline-run';
import type { TektonRun } from './run';

/** What anybody who plays a PipelineRun can tell of it. */
export interface PlayedRun {
  /** The condition's status in a word; `Hangs` when it had not ended in time. */
  readonly phase: 'Succeeded' | 'Failed' | 'Hangs';
  /** The condition's reason: `Completed`, `Failed`, `PipelineRunTimeout` … */
  readonly reason: string;
  readonly message: string;
  readonly results: Readonly<Record<string, string>>;
  /** By name; those of a matrix have a number. Tasks that were neither run nor skipped are missing. */
  readonly tasks: readonly PlayedTask[];
}

export interface PlayedTask {
  /** Name in the pipeline, and for a task of a matrix its number: `each-score(0)`. */
  readonly name: string;
  readonly phase: 'Succeeded' | 'Failed' | 'Skipped' | 'Running';
  /** The TaskRun's reason (`Succeeded`, `StepFailed`, `TaskRunTimeout` …), or why it was skipped. */
  readonly reason: string;
  readonly results: Readonly<Record<string, string>>;
  readonly retries: number;
}

/** Reads a run of the real controller, so that it can be compared. */
export function playedRun({ pipelineRun, taskRuns, hangs }: TektonRun): PlayedRun {
  const { status, reason = '', message = '' } = succeeded(pipelineRun) ?? {};
  const { childReferences = [], skippedTasks = [], results } = pipelineRun.status ?? {};
  const ran = childReferences.map(({ name, pipelineTaskName }) =>
    playedTask(nameOf(name, pipelineTaskName, childReferences), find(taskRuns, name)),
  );
  const skipped = skippedTasks.map(
    ({ name, reason }): PlayedTask => ({ name, phase: 'Skipped', reason, results: {}, retries: 0 }),
  );
  return {
    phase: hangs ? 'Hangs' : status === 'True' ? 'Succeeded' : 'Failed',
    reason,
    message,
    results: valuesOf(results),
    tasks: [...ran, ...skipped].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function playedTask(name: string, run: TaskRun | undefined): PlayedTask {
  const { status = 'Unknown', reason = '' } = (run && succeeded(run)) ?? {};
  return {
    name,
    phase: status === 'True' ? 'Succeeded' : status === 'False' ? 'Failed' : 'Running',
    reason,
    results: valuesOf(run?.status?.results),
    retries: run?.status?.retriesStatus?.length ?? 0,
  };
}

function find(taskRuns: readonly TaskRun[], name: string): TaskRun | undefined {
  return taskRuns.find(({ metadata }) => metadata.name === name);
}

/** Tekton numbers the TaskRuns of a matrix at the end of their names. */
function nameOf(
  run: string,
  task: string,
  all: NonNullable<NonNullable<PipelineRun['status']>['childReferences']>,
): string {
  const number = /-(\d+)$/.exec(run)?.[1];
  const several = all.filter(({ pipelineTaskName }) => pipelineTaskName === task).length > 1;
  return number === undefined || (!several && run.endsWith(`-${task}`)) ? task : `${task}(${number})`;
}

function valuesOf(results: readonly TaskRunResult[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    results.map(({ name, value }) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** A task of a run by its name. */
export function taskOf({ tasks }: PlayedRun, name: string): PlayedTask {
  const task = tasks.find((one) => one.name === name);
  if (task === undefined) throw new Error(`no task '${name}'; there are ${tasks.map((one) => one.name).join(', ')}`);
  return task;
}

/** How each task ended, by its name. */
export function phasesOf({ tasks }: PlayedRun): Readonly<Record<string, PlayedTask['phase']>> {
  return Object.fromEntries(tasks.map(({ name, phase }) => [name, phase]));
}
