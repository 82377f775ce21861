import fc from 'fast-check';

export type Place = readonly (string | number)[];

/** Every place in a value, the value itself first. */
export function places(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))];
}

/** The value with something else at a place. */
export function put(value: unknown, [key, ...rest]: Place, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Object.assign(copy, { [key]: put((value as Record<string, unknown>)[key], rest, replacement) });
  return copy;
}

/** What an answer may have where nobody foresaw it. */
export const unforeseen: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    0,
    -1,
    '',
    '7',
    '8',
    'READY',
    [],
    {},
    [null],
    '{{x}}',
    '$(x)',
    'a\nb',
    true,
  ),
  fc.jsonValue(),
);
