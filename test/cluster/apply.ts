import { type ApiClient, ApiError } from './api/client';
import type { KubeObject } from './api/json';
import { listPath, objectPath } from './api/paths';
import { authorized } from './authorized';

/** Applies objects as Argo CD and Flux do, in their namespaces, which are made as needed and enforce `restricted`. */
export async function applyAll(api: ApiClient, objects: readonly KubeObject[]): Promise<void> {
  await ensureNamespaces(api, objects);
  for (const object of objects) await apply(api, object);
  await authorized(api, objects);
}

/** Server-side apply of one object; `dryRun` passes all of admission and stores nothing. */
export function apply(api: ApiClient, object: KubeObject, { dryRun = false } = {}): Promise<KubeObject> {
  const query = `fieldManager=gitops&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
  return api.patch(`${objectPath(object, object.metadata.namespace ?? 'default')}?${query}`, object, 'apply');
}

/** Makes the namespaces of the objects, which enforce `restricted`, with the account that a cluster would make. */
export async function ensureNamespaces(api: ApiClient, objects: readonly KubeObject[]): Promise<void> {
  for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace ?? 'default')))
    await ensureNamespace(api, namespace);
}

async function ensureNamespace(api: ApiClient, name: string): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await unlessThere(
    api.create(listPath('v1', 'Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }),
  );
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } };
  await unlessThere(api.create(listPath('v1', 'ServiceAccount', name), account));
}

async function unlessThere(creating: Promise<unknown>): Promise<void> {
  await creating.catch((problem) => {
    if (!(problem instanceof ApiError && problem.status === 409)) throw problem;
  });
}
