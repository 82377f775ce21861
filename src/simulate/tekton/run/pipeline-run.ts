import type { PipelineSpec, PipelineTask } from '../../../schemas/tekton/types';
import type { RunPlan } from '../plan/run-plan';
import type { TaskPlan } from '../plan/task-plan';
import type { Value } from '../plan/value';
import type { Child } from './child';
import type { TektonWorld } from './world';

/** A pipeline task, and what the controller knows of it. @internal */
export interface TaskState {
  readonly name: string;
  readonly isFinal: boolean;
  /** Names of the tasks that it waits for. */
  readonly before: readonly string[];
  /** With all in it that has a value from the beginning. */
  readonly source: PipelineTask;
  readonly plan: TaskPlan;
  /** The same with the results of others, as far as they are there in this look. */
  task: PipelineTask;
  children: readonly Child[];
  /** Who reads results of a matrix finds them here once they were asked for. */
  matrixResults: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Tekton's word for why a task is left out. @internal */
export type SkipReason =
  | 'PipelineRun was stopping'
  | 'PipelineRun was gracefully cancelled'
  | 'PipelineRun was gracefully stopped'
  | 'When Expressions evaluated to false'
  | 'Parent Tasks were skipped'
  | 'Results were missing'
  | 'PipelineRun timeout has been reached'
  | 'PipelineRun Tasks timeout has been reached'
  | 'PipelineRun Finally timeout has been reached'
  | 'Matrix Parameters have an empty array';

/** One run: what the controller keeps in its status. @internal */
export interface PipelineRun {
  readonly world: TektonWorld;
  readonly plan: RunPlan;
  readonly name: string;
  readonly namespace: string;
  readonly spec: PipelineSpec;
  readonly pipelineName: string;
  readonly params: ReadonlyMap<string, Value>;
  readonly createdAt: number;
  startedAt: number | undefined;
  finallyStartedAt: number | undefined;
  finishedAt: number | undefined;
  phase: '' | 'Running' | 'Succeeded' | 'Failed';
  reason: string;
  message: string;
  tasks: readonly TaskState[];
  results: ReadonlyMap<string, Value>;
  skipped: ReadonlyMap<string, SkipReason>;
  /** Why tasks could not be created, of the last look. */
  invalid: ReadonlyMap<string, string>;
  /** The run whose task this one is. */
  readonly parent: { readonly run: PipelineRun; readonly child: Child } | undefined;
  dirty: boolean;
  changed: boolean;
}
