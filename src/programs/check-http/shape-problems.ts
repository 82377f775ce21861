import { isRecord } from '../json-value';
import type { Shape } from './shape';

const members: { readonly [T in Shape['type']]: readonly string[] } = {
  string: ['equals', 'oneOf', 'length'],
  number: ['equals', 'oneOf', 'min', 'max'],
  integer: ['equals', 'oneOf', 'min', 'max'],
  boolean: ['equals'],
  null: [],
  array: ['items', 'length', 'equals'],
  object: ['fields', 'equals'],
  any: [],
};

const ofType: { readonly [T in Shape['type']]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: isRecord,
  any: () => true,
};

/** Whether a JSON value is of the type that a shape names. @internal */
export function isOfType(type: Shape['type'], value: unknown): boolean {
  return ofType[type](value);
}

/**
 * Everything that is wrong with a shape, each with its place; a word it does not know is a mistake, not an extension.
 *
 * @internal
 */
export function shapeProblems(shape: unknown, path: string): string[] {
  return problemsAt(shape, path, []);
}

/** As `shapeProblems`, for a map of fields. @internal */
export function fieldsProblems(fields: unknown, path: string): string[] {
  if (!isRecord(fields)) return [`${path}: expected shapes by field name`];
  const entries = Object.entries(fields);
  if (entries.length === 0) return [`${path}: names no field, so every answer would fit`];
  return entries.flatMap(([name, field]) => problemsAt(field, `${path}.${name}`, ['optional']));
}

function problemsAt(shape: unknown, path: string, also: readonly string[]): string[] {
  if (!isRecord(shape)) return [`${path}: expected a shape such as { type: 'number', min: 0 }`];
  const type = (Object.keys(members) as Shape['type'][]).find((name) => name === shape.type);
  if (type === undefined) return [`${path}.type: expected ${Object.keys(members).join(', ')}`];
  const allowed = ['type', ...members[type], ...also];
  return Object.entries(shape).flatMap(([member, value]) =>
    value === undefined
      ? []
      : allowed.includes(member)
        ? memberProblems(type, member, value, shape, `${path}.${member}`)
        : [`${path}.${member}: a shape of type '${type}' knows only ${allowed.join(', ')}`],
  );
}

function memberProblems(
  type: Shape['type'],
  member: string,
  value: unknown,
  shape: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const unless = (fits: boolean, expected: string): string[] => (fits ? [] : [`${path}: expected ${expected}`]);
  switch (member) {
    case 'equals':
      return unless(isOfType(type, value), `a value of type '${type}'`);
    case 'oneOf':
      return unless(
        Array.isArray(value) && value.length > 0 && value.every((each) => isOfType(type, each)),
        `at least one value, each of type '${type}'`,
      );
    case 'min':
      return unless(Number.isFinite(value), 'a number');
    case 'max':
      return unless(Number.isFinite(value) && ordered(shape), 'a number, not below min');
    case 'length':
      return unless(isLength(value), 'a count, or { min, max } with min not above max');
    case 'items':
      return shapeProblems(value, path);
    case 'fields':
      return fieldsProblems(value, path);
    case 'optional':
      return unless(typeof value === 'boolean', 'true or false');
    default:
      return [];
  }
}

function isLength(value: unknown): boolean {
  if (!isRecord(value)) return isCount(value);
  const keys = Object.keys(value);
  const known = keys.length > 0 && keys.every((key) => ['min', 'max'].includes(key) && isCount(value[key]));
  return known && ordered(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function ordered({ min, max }: Readonly<Record<string, unknown>>): boolean {
  return min === undefined || max === undefined || Number(min) <= Number(max);
}
