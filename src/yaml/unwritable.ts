import type { Problem } from '../core/error';
import { isMap } from './is-map';

/**
 * Thrown inside the writer for a value without a form in YAML. It carries no place: finding that afterwards costs less
 * than keeping the path of every value.
 *
 * @internal
 */
export const unwritable: unique symbol = Symbol('unwritable');

/**
 * Deeper than any manifest; a structure that contains itself ends here instead of filling the memory.
 *
 * @internal
 */
export const MAX_DEPTH = 500;

/**
 * Says what is wrong with a value that the writer gave up on, and where.
 *
 * @internal
 */
export function findUnwritable(value: unknown): Problem {
  const found = search(value, '', 0) ?? { at: '', message: 'a value has no form in YAML' };
  return {
    code: 'MLP4001',
    message: found.at === '' ? found.message : `'${found.at}': ${found.message}`,
    expected: 'maps, lists, strings, finite numbers, booleans and null',
    fix: 'turn the value into one of these before it reaches the manifest',
  };
}

interface Found {
  readonly at: string;
  readonly message: string;
}

function search(value: unknown, at: string, depth: number): Found | undefined {
  if (depth > MAX_DEPTH) return { at: `${at.slice(0, 60)}…`, message: 'the structure is too deep, or contains itself' };
  if (Array.isArray(value)) return first(value.entries(), (index) => `${at}[${index}]`, depth);
  if (isMap(value)) {
    for (const key of Object.keys(value)) {
      if (isBroken(key)) return { at, message: 'a key has half a surrogate pair, which is no character' };
    }
    return first(Object.entries(value), (key) => (at === '' ? `${key}` : `${at}.${key}`), depth);
  }
  const message = complaint(value);
  return message === undefined ? undefined : { at, message };
}

function first(
  entries: Iterable<readonly [string | number, unknown]>,
  path: (key: string | number) => string,
  depth: number,
): Found | undefined {
  for (const [key, value] of entries) {
    const found = search(value, path(key), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function complaint(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return isBroken(value) ? 'the text has half a surrogate pair, which is no character' : undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${value} is no number in JSON, so none in Kubernetes`;
    case 'object':
      return value === null ? undefined : `an instance of ${value.constructor?.name ?? 'a class'} is no plain data`;
    case 'function':
    case 'symbol':
      return `a ${typeof value} is no plain data`;
    default:
      return undefined;
  }
}

function isBroken(text: string): boolean {
  return /[\ud800-\udfff]/u.test(text);
}
