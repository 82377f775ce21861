import type { Scope } from '../../expr/argo/scope';
import type { Arguments, Artifact, WorkflowSpec } from '../../schemas/argo/types';
import type { WorkflowPlan } from '../plan/workflow-plan';
import type { World } from '../world/world';
import type { Given, Node } from './node';

/**
 * Argo's word for how far a workflow is; empty before the controller has seen it.
 *
 * @public
 */
export type WorkflowPhase = '' | 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';

/** One run of a workflow: what the controller keeps in its status. @internal */
export interface Run {
  readonly world: World;
  readonly plan: WorkflowPlan;
  /** The plan's, with what is known of the workflow filled in. */
  spec: WorkflowSpec;
  arguments: Arguments;
  phase: WorkflowPhase;
  message: string;
  readonly createdAt: number;
  startedAt: number | undefined;
  finishedAt: number | undefined;
  /** By name, in the order they came. */
  readonly nodes: Map<string, Node>;
  /** `workflow.…` */
  readonly globals: Scope;
  /** Outputs that nodes left under a global name. */
  readonly outputs: Map<string, Given>;
  readonly artifacts: Map<string, Artifact>;
  /** Rises when a name in `globals` is there anew or has another value. */
  globalsVersion: number;
  /** The look that is under way changed something. */
  changed: boolean;
  /** Something happened that the controller has to look at. */
  dirty: boolean;
  /** Templates inside templates, of the look that is under way. */
  depth: number;
  /** Pods that run, of the look that is under way; only kept where the workflow limits them. */
  activePods: number;
  /** References that the engine waits for, by the node that has them. */
  readonly waiting: Map<string, string>;
  /** There are pods that never start. */
  hasPendingPods: boolean;
  /** The locks that nodes hold, by the node's name; those of the workflow have none. */
  readonly held: Map<string, { readonly key: string; readonly names: readonly string[] }>;
  shutdown: 'Stop' | 'Terminate' | undefined;
}

/** @internal */
export function now(run: Run): number {
  return run.world.clock.now();
}

/** When the workflow has to be over. @internal */
export function deadlineOf(run: Run): number | undefined {
  const seconds = run.spec.activeDeadlineSeconds;
  if (seconds === undefined || seconds === null || run.startedAt === undefined) return undefined;
  return Math.floor(run.startedAt / 1_000) * 1_000 + Number(seconds) * 1_000;
}

/** @internal */
export function isPastDeadline(run: Run): boolean {
  const deadline = deadlineOf(run);
  return deadline !== undefined && now(run) >= deadline;
}

const look = (run: Run): void => {
  run.dirty = true;
};

/** Has the controller look again at a time. @internal */
export function wakeAt(run: Run, time: number): void {
  run.world.clock.forRun(time, run, look);
}
