import type { StepPlan } from '../plan/step-plan';
import type { TaskPlan } from '../plan/task-plan';
import type { Value } from '../plan/value';

/** How far a run that a pipeline created is. @internal */
export type ChildPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** A step as it stands. @internal */
export interface StepState {
  readonly plan: StepPlan;
  phase: ChildPhase | 'Skipped';
  /** Tekton's `terminationReason`: Completed, Continued, Error, Skipped, TimeoutExceeded. */
  reason: string;
  /** What one of our own steps complains of. */
  message: string;
  exitCode: number | undefined;
  startedAt: number;
  finishedAt: number | undefined;
}

/** A TaskRun, or the CustomRun or PipelineRun that stands for one. @internal */
export interface Child {
  readonly kind: 'TaskRun' | 'CustomRun' | 'PipelineRun';
  readonly name: string;
  /** Where it stands: the pipeline task, and the item of a matrix: `test(0:eu)`. */
  readonly path: string;
  readonly task: TaskPlan;
  readonly params: ReadonlyMap<string, Value>;
  readonly retries: number;
  /** Milliseconds; infinite where it may take for ever. */
  readonly timeout: number;
  readonly onErrorContinue: boolean;
  readonly createdAt: number;
  phase: ChildPhase;
  reason: string;
  message: string;
  /** Of the last attempt. */
  startedAt: number;
  finishedAt: number | undefined;
  attempt: number;
  results: ReadonlyMap<string, Value>;
  steps: StepState[];
  /** The files of the pod. */
  files: Map<string, string>;
  /** The pipeline's time was over. */
  timedOut: boolean;
}

/** @internal */
export function hasEnded({ phase }: Pick<Child, 'phase'>): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Ended by the run that it belongs to. @internal */
export function isCancelled({ phase, reason }: Child): boolean {
  return phase === 'Failed' && reason === 'TaskRunCancelled';
}
