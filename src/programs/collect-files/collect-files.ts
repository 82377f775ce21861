import type { Outcome } from '../action';
import { type JsonRecord, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Session } from '../session';
import { namesInUse } from './references';

/**
 * Deletes the ConfigMaps of programs and files that nothing in the namespace names any more.
 *
 * Only what cdk8s-mlops emitted (its label, a content hash as name, immutable), only what is older than `minAge`, and
 * only the very object that was looked at.
 *
 * @param minAge milliseconds; what was applied just now may come before the template that names it
 * @internal
 */
export async function collectFiles(api: KubernetesApi, minAge: number, session: Session): Promise<Outcome> {
  const { namespace } = api;
  const configMaps = { apiVersion: 'v1', resource: 'configmaps', namespace };
  const labelSelector = 'app.kubernetes.io/managed-by=cdk8s-mlops';
  const old = (await api.list(configMaps, { labelSelector })).filter((each) => isOurs(each) && ageOf(each) >= minAge);
  const inUse = await namesInUse(api, namespace, new Set(old.map(nameOf)));
  const unused = old.filter((each) => !inUse.has(nameOf(each)));
  const deleted: string[] = [];
  Object.assign(session.evidence, { namespace, old: old.map(nameOf), inUse: [...inUse].sort(), deleted });
  for (const each of unused) {
    if (await api.remove(configMaps, nameOf(each), textAt(each, 'metadata', 'uid'))) deleted.push(nameOf(each));
  }
  const reason = `${deleted.length} of ${old.length} old ConfigMaps of programs and files deleted, ${inUse.size} in use`;
  return { outcome: 'collected', reason, done: true, outputs: { deleted: String(deleted.length) } };
}

function isOurs(object: JsonRecord): boolean {
  return valueAt(object, 'immutable') === true && /-[0-9a-f]{10}$/.test(nameOf(object));
}

function nameOf(object: JsonRecord): string {
  return textAt(object, 'metadata', 'name');
}

/** Nothing is old whose age can't be told. */
function ageOf(object: JsonRecord): number {
  const age = Date.now() - Date.parse(textAt(object, 'metadata', 'creationTimestamp'));
  return Number.isNaN(age) ? Number.NEGATIVE_INFINITY : age;
}
