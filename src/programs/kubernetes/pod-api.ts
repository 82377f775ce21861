import type { Environment } from '../environment';
import type { Calling } from '../http-call';
import { type KubernetesApi, kubernetesApi } from './api';
import { serviceAccount } from './service-account';

/** The API server as the pod that a program runs in sees it. @throws InputError outside of a pod @internal */
export function podApi(environment: Environment, calling: Calling): KubernetesApi {
  return kubernetesApi(serviceAccount(environment), calling);
}
