import type { Outcome } from '../action';
import { fencedChange } from '../deploy/fenced-change';
import type { Calling } from '../http-call';
import type { KubernetesApi } from '../kubernetes/api';
import type { Contract } from './contract';
import { deployedImage } from './deployed-image';
import { deployedModel } from './deployed-model';

/**
 * Makes a workload run the deployed value, by changing that and the token in it and nothing else.
 *
 * @internal
 */
export function deployPatch(contract: Contract, api: KubernetesApi, calling: Calling): Promise<Outcome> {
  const { workload, namespace, token } = contract;
  const { name } = workload;
  const apiVersion = workload.kind === 'deployment' ? 'apps/v1' : 'serving.kserve.io/v1beta1';
  const resource = { apiVersion, resource: `${workload.kind}s`, namespace };
  return workload.kind === 'deployment'
    ? fencedChange({ resource, name, token, by: 'apply', ...deployedImage(contract) }, api, calling)
    : fencedChange({ resource, name, token, by: 'merge', ...deployedModel(contract) }, api, calling);
}
