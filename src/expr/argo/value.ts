/**
 * A value of Argo's expression language: what Go calls int is a bigint here, and float64 a number.
 *
 * @internal
 */
export type Value = null | boolean | bigint | number | string | readonly Value[] | ValueMap | Opaque | NativeFunction;

/** @internal */
export type ValueMap = ReadonlyMap<Value, Value>;

/**
 * Something that is handed on and never looked into, like an artifact.
 *
 * @internal
 */
export interface Opaque {
  readonly opaque: unknown;
}

/**
 * A function of the environment. It throws an `EvaluationError` where Go panics.
 *
 * @internal
 */
export type NativeFunction = (...args: Value[]) => Value;

/** @internal */
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** @internal */
export const isMap = (value: Value): value is ValueMap => value instanceof Map;

/**
 * What Go's `%T` says of a value.
 *
 * @internal
 */
export function goType(value: Value): string {
  if (value === null) return '<nil>';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
    case 'function':
      return 'func';
    default:
      if (isList(value)) return '[]interface {}';
      return isMap(value) ? 'map[string]interface {}' : 'struct';
  }
}

const anyKeyed = new WeakSet<object>();

/**
 * A map whose keys may be of any type, as some functions make them. Asking others for a key of another type panics.
 *
 * @internal
 */
export function anyKeyedMap(entries: Iterable<readonly [Value, Value]>): ValueMap {
  const map = new Map(entries);
  anyKeyed.add(map);
  return map;
}

const groups = new WeakSet<object>();

/**
 * A map of lists, as `groupBy` makes it.
 *
 * @internal
 */
export function grouped(entries: Iterable<readonly [Value, Value]>): ValueMap {
  const map = anyKeyedMap(entries);
  groups.add(map);
  return map;
}

/**
 * Whether what is not in a map is an empty list of Go, which is nil to some and a list to others.
 *
 * @internal
 */
export const isGrouped = (map: object): boolean => groups.has(map);

/** @internal */
export const isAnyKeyed = (map: object): boolean => anyKeyed.has(map);
