import fc from 'fast-check';
import type { JsonRecord } from '../../src/programs/json-value';

/** Every place in answers, as a path of keys. */
export function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** The answers with another value at a place; with none there where it is undefined. */
export function withValue(value: unknown, [key, ...rest]: readonly string[], put: (old: unknown) => unknown): unknown {
  if (key === undefined) return put(value);
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = withValue((value as JsonRecord)[key], rest, put);
  if (inner === undefined && !Array.isArray(copy)) delete (copy as Record<string, unknown>)[key];
  else (copy as Record<string, unknown>)[key] = inner;
  return copy;
}

/** What nobody expects in an answer. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'NaN',
    Number.NaN,
    -1,
    1e99,
    true,
    false,
    [],
    {},
    '{{workflow.name}}',
    '0',
    '-5Mi',
  ),
  fc.string(),
  fc.integer(),
);
