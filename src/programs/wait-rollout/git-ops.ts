import type { KubernetesApi } from '../kubernetes/api';
import { Trouble } from '../trouble';
import { argoCdState } from './argo-cd';
import { fluxState } from './flux';

/** The object of a GitOps controller that deploys the environment, and the commit that it has to be at. @internal */
export interface GitOpsObject {
  readonly controller: 'argocd' | 'flux';
  readonly name: string;
  readonly namespace: string;
  readonly commit: string;
}

/** How far the controller is with our commit; each of them is nothing once it is so. @internal */
export interface GitOpsState {
  /** Why our commit is not the one it is at. */
  readonly elsewhere: string | undefined;
  /** Why the cluster is not yet as the commit says that it is at. */
  readonly unapplied: string | undefined;
  /** Why what it deployed is not healthy. */
  readonly unhealthy: string | undefined;
}

/** Asks the controller's object. @throws Trouble if it is absent @internal */
export async function gitOpsState(object: GitOpsObject, api: KubernetesApi): Promise<GitOpsState> {
  const { controller, name, namespace, commit } = object;
  const resource =
    controller === 'argocd'
      ? { apiVersion: 'argoproj.io/v1alpha1', resource: 'applications', namespace }
      : { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', resource: 'kustomizations', namespace };
  const found = await api.get(resource, name);
  if (found === undefined) throw new Trouble(`there is no ${resource.resource}/${name} in namespace ${namespace}`);
  return controller === 'argocd' ? argoCdState(found, commit) : fluxState(found, commit);
}
