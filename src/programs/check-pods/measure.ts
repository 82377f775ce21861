import { type KubernetesApi, NotServed } from '../kubernetes/api';
import type { Generation } from '../workload/generation';
import type { Usage } from './usage';

/** Why there are no measurements, and whether that can change. @internal */
export interface Unavailable {
  readonly reason: string;
  readonly final: boolean;
}

/** Takes in what metrics.k8s.io says of the pods of a generation. @internal */
export async function measure(
  { selector }: Generation,
  namespace: string,
  used: Usage,
  api: KubernetesApi,
): Promise<Unavailable | undefined> {
  try {
    const pods = { apiVersion: 'metrics.k8s.io/v1beta1', resource: 'pods', namespace };
    used.note(await api.list(pods, { labelSelector: selector }));
    return undefined;
  } catch (problem) {
    if (!(problem instanceof NotServed)) throw problem;
    const reason = problem.unknown
      ? 'this cluster has no metrics.k8s.io, install metrics-server'
      : `metrics.k8s.io is not available: ${problem.message}`;
    return { reason, final: problem.unknown };
  }
}
