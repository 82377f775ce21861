import { isRecord, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { RequiredSecret } from './requirements';

/** What of a Secret is missing; its values are read, as the API gives no keys without them, and dropped. @internal */
export async function missingKeys(api: KubernetesApi, { namespace, name, keys }: RequiredSecret): Promise<string[]> {
  const secret = await api.get({ apiVersion: 'v1', resource: 'secrets', namespace }, name);
  if (secret === undefined) return [`Secret ${name} is missing in namespace ${namespace}`];
  const data = valueAt(secret, 'data');
  const has = isRecord(data) ? data : {};
  const missing = keys.filter((key) => !Object.hasOwn(has, key));
  const empty = keys.filter((key) => has[key] === '');
  // A newline at the end is what `echo` leaves, and no server accepts it in a header.
  const ending = keys.filter((key) => typeof has[key] === 'string' && /\n$/.test(decoded(String(has[key]))));
  const problem = (what: string, of: readonly string[]): string[] =>
    of.length === 0 ? [] : [`Secret ${name} in namespace ${namespace} ${what} ${of.join(', ')}`];
  return [
    ...problem('has no key', missing),
    ...problem('has nothing at', empty),
    ...problem('has a value that ends in a newline at', ending),
  ];
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
