import { isMap } from '../yaml/is-map';

/** A map of a manifest, as it was read: nothing in it is sure. @internal */
export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = Object.freeze({});

/** What is at a path if it is a map, else an empty one. @internal */
export function mapAt(value: unknown, ...path: readonly string[]): Fields {
  const found = valueAt(value, path);
  return isMap(found) ? found : nothing;
}

/** What is at a path if it is a list, else an empty one. @internal */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** What is at a path as text; empty if it is none. @internal */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}
