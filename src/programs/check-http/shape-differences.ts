import { isDeepStrictEqual } from 'node:util';
import type { ArrayShape, Fields, Length, NumberShape, Shape, TextShape } from './shape';
import { isOfType } from './shape-problems';

/** One place where a value is not what its shape demands; foreign text in `found` is as it came. @internal */
export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly found: unknown;
}

/**
 * Compares a JSON value with a shape, lazily: whoever wants the first differences of a large answer stops there.
 *
 * @internal
 */
export function* differences(value: unknown, shape: Shape, path = ''): Generator<Difference> {
  const wrong = (expected: string): Difference => ({ path, expected, found: value });
  if (!isOfType(shape.type, value)) {
    yield wrong(words[shape.type]);
  } else if ('equals' in shape && shape.equals !== undefined) {
    // The first comparison is for -0, which is 0 in JSON.
    if (value !== shape.equals && !isDeepStrictEqual(value, shape.equals))
      yield wrong(`exactly ${JSON.stringify(shape.equals)}`);
  } else if (shape.type === 'string') {
    const expected = textMisfit(String(value), shape);
    if (expected !== undefined) yield wrong(expected);
  } else if (shape.type === 'number' || shape.type === 'integer') {
    const expected = numberMisfit(Number(value), shape);
    if (expected !== undefined) yield wrong(expected);
  } else if (shape.type === 'array') {
    yield* arrayDifferences(value as readonly unknown[], shape, path);
  } else if (shape.type === 'object') {
    yield* fieldDifferences(value as Readonly<Record<string, unknown>>, shape.fields ?? {}, path);
  }
}

const words: { readonly [T in Shape['type']]: string } = {
  string: 'text',
  number: 'a finite number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'an object',
  any: 'a value',
};

function textMisfit(text: string, { oneOf, length }: TextShape): string | undefined {
  if (oneOf !== undefined && !oneOf.includes(text)) return oneOfWords(oneOf);
  if (oneOf !== undefined && length === undefined) return undefined;
  return lengthMisfit([...text].length, length, 'text', 'characters');
}

function numberMisfit(value: number, { oneOf, min, max }: NumberShape): string | undefined {
  if (oneOf !== undefined && !oneOf.includes(value)) return oneOfWords(oneOf);
  const fits = value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  return fits ? undefined : `a number${boundWords({ min, max })}`;
}

function* arrayDifferences(list: readonly unknown[], shape: ArrayShape, path: string): Generator<Difference> {
  const expected = lengthMisfit(list.length, shape.length, 'a list', 'items');
  if (expected !== undefined) yield { path, expected, found: list };
  if (shape.items === undefined) return;
  for (const [index, item] of list.entries()) yield* differences(item, shape.items, `${path}[${index}]`);
}

function* fieldDifferences(
  object: Readonly<Record<string, unknown>>,
  fields: Fields,
  path: string,
): Generator<Difference> {
  for (const [name, field] of Object.entries(fields)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (Object.hasOwn(object, name)) yield* differences(object[name], field, at);
    else if (field.optional !== true) yield { path: at, expected: words[field.type], found: undefined };
  }
}

/** Without a length the empty text or list is a misfit: nothing in it could be compared, so it would always pass. */
function lengthMisfit(actual: number, length: Length = { min: 1 }, what: string, of: string): string | undefined {
  const { min, max } = typeof length === 'number' ? { min: length, max: length } : length;
  if (actual >= (min ?? 0) && actual <= (max ?? Infinity)) return undefined;
  return `${what} of${boundWords({ min, max })} ${of}`;
}

function boundWords({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  if (min === undefined) return ` at most ${max}`;
  if (max === undefined) return ` at least ${min}`;
  return min === max ? ` exactly ${min}` : ` between ${min} and ${max}`;
}

function oneOfWords(values: readonly (string | number)[]): string {
  const listed = values.slice(0, 12).map((value) => JSON.stringify(value));
  return `one of ${listed.join(', ')}${values.length > 12 ? ' …' : ''}`;
}
