import type { Finding } from './finding';
import type { NodePhase, NodeType } from './run/node';
import type { WorkflowPhase } from './run/run';

/**
 * What became of a simulation.
 *
 * @public
 */
export interface Simulation {
  /** The phase of the workflow; of several, the worst: `Error`, `Failed`, one that has not ended, `Succeeded`. */
  readonly phase: WorkflowPhase;
  /** Every workflow that was played, in the order they were created. */
  readonly workflows: readonly PlayedWorkflow[];
  /** What the schedule of a CronWorkflow came to. */
  readonly schedule: readonly ScheduledRun[];
  /** What is wrong with the manifests, and what had to be assumed of the cluster. */
  readonly findings: readonly Finding[];
  /** What the manifests say and the simulator can't evaluate: what it led to is not to be relied on. */
  readonly undecided: readonly string[];
}

/**
 * A time at which a CronWorkflow was due.
 *
 * @public
 */
export interface ScheduledRun {
  readonly time: Date;
  /** The workflow that was started. */
  readonly workflow?: string;
  /** Why none was. */
  readonly skipped?: string;
}

/**
 * A workflow as it stands at the end.
 *
 * @public
 */
export interface PlayedWorkflow {
  readonly name: string;
  readonly namespace: string;
  readonly phase: WorkflowPhase;
  /** Tekton's word for why, such as `Completed` or `PipelineRunTimeout`; empty on Argo. */
  readonly reason: string;
  readonly message: string;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  /** In the order they came; the first one is the workflow's own. */
  readonly nodes: readonly PlayedNode[];
  /** What nodes left under a `globalName`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Why it has not ended; empty when it has. Of Tekton also the result that a run waited for until its time was over. */
  readonly stuck: readonly Stuck[];
}

/**
 * What a workflow that does not end waits for.
 *
 * @public
 */
export interface Stuck {
  /** The node's name. */
  readonly node: string;
  /**
   * `reference`: a name that never gets a value, so that the engine asks for ever. `resume`: somebody. `lock`: another
   * holder. `pod`: a pod that never starts or never ends. `suspended`: the workflow itself is suspended. `time`: the
   * simulation was over before.
   */
  readonly why: 'reference' | 'resume' | 'lock' | 'pod' | 'suspended' | 'time';
  /** The reference, or what else there is to say. */
  readonly what: string;
}

/**
 * Tekton's word for what a node is.
 *
 * @public
 */
export type TektonNodeType = 'PipelineRun' | 'TaskRun' | 'CustomRun' | 'Step';

/**
 * A node as Argo's status has it; of Tekton, a run, a task of it, or a step of a task.
 *
 * @public
 */
export interface PlayedNode {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: NodeType | TektonNodeType;
  readonly phase: NodePhase;
  /** Tekton's word for why, such as `StepFailed` or `When Expressions evaluated to false`; empty on Argo. */
  readonly reason: string;
  readonly message: string;
  readonly template: string;
  /** The node of the template around it. */
  readonly boundary: string | undefined;
  /** Names of the nodes that hang below it. */
  readonly children: readonly string[];
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly result: string | undefined;
  readonly exitCode: string | undefined;
  /** It is a hook or an exit handler; on Tekton, a task of `finally`. */
  readonly hooked: boolean;
  /** How often a task of Tekton was tried again. */
  readonly retries: number;
}
