import { Trouble } from './trouble';

/** An object as JSON has it. @internal */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** @internal */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What lies at a path of keys and indices in parsed JSON; nothing where any of them is missing.
 *
 * @internal
 */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as JsonRecord)[key] : undefined,
    value,
  );
}

/** @throws Trouble naming the path unless there is text @internal */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : misfit('text', found, keys);
}

/** @throws Trouble naming the path unless there is a finite number @internal */
export function numberAt(value: unknown, ...keys: readonly string[]): number {
  const found = valueAt(value, ...keys);
  return typeof found === 'number' && Number.isFinite(found) ? found : misfit('a number', found, keys);
}

/** @throws Trouble naming the path unless there is an object @internal */
export function recordAt(value: unknown, ...keys: readonly string[]): JsonRecord {
  const found = valueAt(value, ...keys);
  return isRecord(found) ? found : misfit('an object', found, keys);
}

/** @throws Trouble naming the path unless there is a list @internal */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found : misfit('a list', found, keys);
}

function misfit(expected: string, found: unknown, keys: readonly string[]): never {
  const kind = found === null ? 'null' : Array.isArray(found) ? 'a list' : typeof found;
  throw new Trouble(
    `the answer has ${found === undefined ? 'nothing' : kind} where ${expected} is due: ${keys.join('.') || 'at its top'}`,
  );
}
