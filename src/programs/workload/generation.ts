import type { JsonRecord } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { deploymentGeneration } from './deployment';
import { inferenceServiceGeneration } from './inference-service';
import type { Workload } from './workload';

/**
 * The newest definition of a workload and the pods that were made of it: what has to be judged. Pods of earlier ones run
 * beside them for a while, and say nothing about the candidate.
 *
 * @internal
 */
export interface Generation {
  /** The uid of a ReplicaSet, or the name of a Knative revision: another one is another version. */
  readonly id: string;
  readonly name: string;
  /** How many pods it is meant to have; 0 where it may be scaled to none. */
  readonly wanted: number;
  /** The containers that it declares. Others were put in by admission webhooks. */
  readonly containers: readonly string[];
  /** What it is defined to run: images, and the address of a model. */
  readonly runs: readonly string[];
  /** What its pods are annotated with from the start. */
  readonly annotations: JsonRecord;
  /** Selects its pods, perhaps among others. */
  readonly selector: string;
  /** Its pods, without those that are being deleted. */
  readonly pods: readonly JsonRecord[];
  /** Pods of earlier definitions that still run. */
  readonly older: number;
  /** The percentage of the traffic that it is meant to get, where that is not all of it. */
  readonly share?: number | undefined;
  /** What its controller says is still missing, beside pods. */
  readonly incomplete?: string | undefined;
}

/** Why it can't be said yet which the newest definition is. @internal */
export interface Unsettled {
  readonly unsettled: string;
}

/** Reads what has become of a workload's newest definition. @internal */
export function readGeneration(
  { kind, name }: Workload,
  namespace: string,
  api: KubernetesApi,
): Promise<Generation | Unsettled> {
  return kind === 'deployment'
    ? deploymentGeneration(name, namespace, api)
    : inferenceServiceGeneration(name, namespace, api);
}
