import type { KubeObject } from '../api/json';

/** A PipelineRun as the controller leaves it. */
export interface PipelineRun extends KubeObject {
  readonly spec?: { readonly pipelineRef?: { readonly name: string } };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly childReferences?: readonly {
      readonly name: string;
      readonly kind: string;
      readonly pipelineTaskName: string;
    }[];
    readonly skippedTasks?: readonly { readonly name: string; readonly reason: string }[];
    readonly results?: readonly TaskRunResult[];
  };
}

export interface TaskRun extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly results?: readonly TaskRunResult[];
    readonly retriesStatus?: readonly unknown[];
    readonly steps?: readonly Step[];
  };
}

export interface Step {
  readonly name: string;
  readonly terminationReason?: string;
  readonly results?: readonly TaskRunResult[];
  readonly terminated?: { readonly exitCode: number; readonly reason: string };
}

export interface TaskRunResult {
  readonly name: string;
  readonly value: string | readonly string[] | Readonly<Record<string, string>>;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** The condition that tells how a run stands. */
export function succeeded({ status }: PipelineRun | TaskRun): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Succeeded');
}
