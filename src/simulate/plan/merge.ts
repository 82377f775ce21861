import { isMap } from '../../yaml/is-map';

/** Lists whose items belong together by name when two of them are merged. */
const byName = [
  'parameters',
  'artifacts',
  'templates',
  'volumes',
  'volumeClaimTemplates',
  'env',
  'sidecars',
  'initContainers',
];

/** What Kubernetes' strategic merge makes of two objects of which the second one wins. @internal */
export function merged<T>(base: T | undefined, over: T | undefined, key = ''): T {
  if (over === undefined || over === null) return base as T;
  if (isMap(base) && isMap(over)) {
    const result: Record<string, unknown> = { ...base };
    for (const [name, value] of Object.entries(over)) result[name] = merged(result[name], value, name);
    return result as T;
  }
  if (Array.isArray(base) && Array.isArray(over) && byName.includes(key)) return mergedLists(base, over) as T;
  return over;
}

function mergedLists(base: readonly unknown[], over: readonly unknown[]): readonly unknown[] {
  const result = [...base];
  for (const item of over) {
    const at = result.findIndex((other) => isMap(other) && isMap(item) && other.name === item.name);
    if (at === -1) result.push(item);
    else result[at] = merged(result[at], item);
  }
  return result;
}
