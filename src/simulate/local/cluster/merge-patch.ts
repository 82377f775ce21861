import { isMap } from '../../../yaml/is-map';

/**
 * A merge patch; with `byName`, lists of things with names are merged one by one, as server-side apply does with containers.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7386
 * @internal
 */
export function mergePatch(old: unknown, patch: unknown, byName: boolean): unknown {
  if (byName && Array.isArray(patch) && Array.isArray(old) && [...old, ...patch].every(hasName)) {
    const named = (list: readonly unknown[], name: unknown) => list.find((each) => hasName(each) && each.name === name);
    const names = [...new Set([...old, ...patch].map((each) => (each as Named).name))];
    return names.map((name) => {
      const next = named(patch, name);
      return next === undefined ? named(old, name) : mergePatch(named(old, name), next, byName);
    });
  }
  if (!isMap(patch)) return patch;
  const base = isMap(old) ? old : {};
  const merged = Object.entries(patch).flatMap(([key, value]) =>
    value === null ? [] : [[key, mergePatch(base[key], value, byName)] as const],
  );
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(patch, key));
  return Object.fromEntries([...kept, ...merged]);
}

interface Named {
  readonly name: unknown;
}

function hasName(value: unknown): value is Named {
  return isMap(value) && typeof value.name === 'string';
}
