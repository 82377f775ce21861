import type { ValueType } from '../../core/value-type';
import type { FieldCheck, FieldPath } from '../kubernetes/event-engine';
import { valuePattern } from '../kubernetes/value-pattern';

/**
 * A condition in CEL that an event has in a field what is asked for. A field that is missing or has another type ends the
 * evaluation with an error, and the event starts nothing.
 *
 * @see https://tekton.dev/docs/triggers/cel_expressions/
 * @internal
 */
export function fieldFilter({ path, type }: FieldCheck): string {
  const field = `body${path.map((key) => `[${celText(key)}]`).join('')}`;
  return conditions(field, type).join(' && ');
}

function conditions(field: string, type: ValueType): readonly string[] {
  switch (type.kind) {
    case 'text':
      // Nothing of it may look like a variable to Tekton or the kubelet.
      return [matches(field, valuePattern(type)), `!${field}.contains("$")`, `size(${field}) <= 1000`];
    case 'integer':
      return [
        `type(${field}) == double`,
        `math.floor(${field}) == ${field}`,
        ...limits(field, { min: type.min ?? -(10 ** 15), max: type.max ?? 10 ** 15 }),
      ];
    case 'number':
      return [`type(${field}) == double`, ...limits(field, type)];
    case 'boolean':
      return [`type(${field}) == bool`];
    case 'oneOf':
      return [`(${type.values.map((word) => is(field, word)).join(' || ')})`];
    default:
      return ['false'];
  }
}

/** Words and numbers of JSON look alike in text. */
function is(field: string, word: string): string {
  const text = `${field} == ${celText(word)}`;
  if (word === 'true' || word === 'false') return `${text} || ${field} == ${word}`;
  return String(Number(word)) === word && Math.abs(Number(word)) < 1e15
    ? `${text} || ${field} == ${double(Number(word))}`
    : text;
}

function matches(field: string, pattern: string): string {
  return `${field}.matches(${celText(`^(?:${pattern})$`)})`;
}

function limits(
  field: string,
  { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
): readonly string[] {
  return [
    ...(min === undefined ? [] : [`${field} >= ${double(min)}`]),
    ...(max === undefined ? [] : [`${field} <= ${double(max)}`]),
  ];
}

function double(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** JSON has the escapes of CEL. @internal */
export function celText(value: FieldPath[number]): string {
  return JSON.stringify(value);
}
