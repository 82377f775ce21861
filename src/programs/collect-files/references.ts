import { isRecord } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Resource } from '../kubernetes/resource-path';

/** Everything of a namespace that can name a ConfigMap: what starts pods, and the pods. */
const kinds: readonly Omit<Resource, 'namespace'>[] = [
  { apiVersion: 'argoproj.io/v1alpha1', resource: 'workflows' },
  { apiVersion: 'argoproj.io/v1alpha1', resource: 'workflowtemplates' },
  { apiVersion: 'argoproj.io/v1alpha1', resource: 'cronworkflows' },
  { apiVersion: 'v1', resource: 'pods' },
];

/**
 * Which of the names occur in any object of the namespace: workflows that ended too, since they can be retried.
 *
 * Every text of an object counts, wherever it stands: one kept too many is better than one missed.
 *
 * @throws Trouble if any kind can't be listed: who can't see the references must not delete
 * @internal
 */
export async function namesInUse(
  api: KubernetesApi,
  namespace: string,
  names: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const kind of kinds) {
    for (const object of await api.list({ ...kind, namespace })) collect(object, names, found);
  }
  return found;
}

function collect(value: unknown, names: ReadonlySet<string>, found: Set<string>): void {
  if (typeof value === 'string') {
    if (names.has(value)) found.add(value);
    // A stored template or an annotation holds the object as text.
    else if (value.length > 60) for (const name of names) if (value.includes(name)) found.add(name);
  } else if (Array.isArray(value)) for (const item of value) collect(item, names, found);
  else if (isRecord(value)) for (const item of Object.values(value)) collect(item, names, found);
}
