import { isRecord, type JsonRecord } from '../json-value';
import { type KubernetesApi, NotServed } from '../kubernetes/api';
import type { Resource } from '../kubernetes/resource-path';
import { Trouble } from '../trouble';
import { namers } from './namers';

/**
 * Which of the names occur in any object of the namespace: runs that ended too, since they can be retried.
 *
 * Every text of an object counts, wherever it stands: one kept too many is better than one missed.
 *
 * @throws Trouble if any kind can't be listed that is installed: who can't see the references must not delete
 * @internal
 */
export async function namesInUse(
  api: KubernetesApi,
  namespace: string,
  names: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let runs = false;
  for (const { apiVersion, resources, ofEngine } of namers) {
    for (const resource of resources) {
      const objects = await listed(api, { apiVersion, resource, namespace });
      runs ||= ofEngine && objects !== undefined;
      for (const object of objects ?? []) collect(object, names, found);
    }
  }
  if (!runs) throw new Trouble('the API server serves no kind of an engine, and one of them runs this program');
  return found;
}

/** Nothing for a kind that is not installed: no object of it names anything. */
async function listed(api: KubernetesApi, of: Resource): Promise<readonly JsonRecord[] | undefined> {
  try {
    return await api.list(of);
  } catch (problem) {
    if (problem instanceof NotServed && problem.unknown) return undefined;
    throw problem;
  }
}

function collect(value: unknown, names: ReadonlySet<string>, found: Set<string>): void {
  if (typeof value === 'string') {
    if (names.has(value)) found.add(value);
    // A stored template or an annotation holds the object as text.
    else if (value.length > 60) for (const name of names) if (value.includes(name)) found.add(name);
  } else if (Array.isArray(value)) for (const item of value) collect(item, names, found);
  else if (isRecord(value)) for (const item of Object.values(value)) collect(item, names, found);
}
