import type { DAGTask } from '../../schemas/argo/types';
import type { DagPlan, DagTaskPlan } from '../plan/dag-plan';
import type { Owner } from '../plan/owner';
import type { Node } from './node';
import type { Processed } from './processed';

/** How far a DAG is. @internal */
export interface DagFrame {
  readonly tasks: ReadonlyMap<string, TaskFrame>;
  readonly targets: readonly string[];
}

/** How far a task is. @internal */
export interface TaskFrame {
  readonly plan: DagTaskPlan;
  readonly nodeName: string;
  /** The task with the DAG's inputs filled in. */
  source: DAGTask | undefined;
  /** With all references filled in, one for each item. */
  ready: ReadyTask | undefined;
}

/** @internal */
export interface ReadyTask {
  readonly repeats: boolean;
  readonly items: readonly DAGTask[];
  readonly globalsVersion: number;
}

/** A DAG during one look at it. @internal */
export interface DagLook {
  readonly node: Node;
  readonly frame: DagFrame;
  readonly plan: DagPlan;
  readonly processed: Processed;
  readonly owner: Owner;
  readonly exit: boolean;
  readonly visited: Set<string>;
}
