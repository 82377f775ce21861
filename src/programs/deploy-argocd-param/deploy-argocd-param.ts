import type { Outcome } from '../action';
import { fencedChange } from '../deploy/fenced-change';
import type { Calling } from '../http-call';
import { type JsonRecord, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { Trouble } from '../trouble';
import type { Contract } from './contract';
import { helmParameter } from './helm-parameter';
import { kustomizeImage } from './kustomize-image';

/**
 * Sets one parameter of an Argo CD Application, which Argo CD then applies. For development: Git no longer says what runs.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/
 * @internal
 */
export function deployArgocdParam(contract: Contract, api: KubernetesApi, calling: Calling): Promise<Outcome> {
  const { namespace, application: name, token } = contract;
  const resource = { apiVersion: 'argoproj.io/v1alpha1', resource: 'applications', namespace };
  const parameter = contract.kustomizeImage === undefined ? helmParameter(contract) : kustomizeImage(contract);
  const change = (application: JsonRecord): JsonRecord | undefined => {
    checkApplication(application);
    return parameter.change(application);
  };
  return fencedChange({ resource, name, token, by: 'merge', shown: parameter.shown, change }, api, calling);
}

function checkApplication(application: JsonRecord): void {
  if (valueAt(application, 'spec', 'sources') !== undefined)
    throw new Trouble('the Application has several sources, and a parameter belongs to one of them: use deploy-git');
  const automated = valueAt(application, 'spec', 'syncPolicy', 'automated');
  if (automated === undefined || automated === null || valueAt(automated, 'enabled') === false)
    throw new Trouble('the Application does not sync by itself, so nobody would apply the parameter');
}
