import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { checkedBounds } from '../../core/parameter/number-options';
import { text } from '../../core/parameter/text';
import type { ValueType } from '../../core/value-type';
import type { FieldCheck, FieldPath } from './event-engine';

/**
 * What must stand in a field of an event: a word, one of several, text that matches as a whole, a number, true or false.
 *
 * @public
 */
export type FieldMatch = string | readonly string[] | RegExp | boolean | NumberMatch;

/** @public */
export interface NumberMatch {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Throws MLP3060 for what is no path to one field: `head_commit.id`, `commits[0].id`. @internal */
export function fieldPath(path: string, what: string): FieldPath {
  const plain = typeof path === 'string' ? path.replaceAll(/\[(\d{1,4})\]/g, '.$1') : '';
  const keys = plain.split('.');
  if (keys.every((key) => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$/.test(key)))
    return keys.map((key) => (/^\d{1,4}$/.test(key) ? Number(key) : key));
  throw new PipelineError({
    code: 'MLP3060',
    message: `${what} names the field ${show(path)}`,
    expected: "keys of letters, digits, _ and -, joined by dots: 'head_commit.id', 'commits[0].id'",
    actual: path,
  });
}

/** Throws MLP3060 for what can't be looked for in a field. @internal */
export function fieldChecks(where: { readonly [path: string]: FieldMatch }, what: string): readonly FieldCheck[] {
  if (typeof where !== 'object' || where === null || Array.isArray(where)) {
    throw new PipelineError({
      code: 'MLP3060',
      message: `${what} looks for ${show(where)}`,
      expected: "fields and what must stand there: where: { 'repository.private': false }",
      actual: where,
    });
  }
  return Object.entries(where).map(([path, match]) => ({
    path: fieldPath(path, what),
    type: typeOf(match, `${what} at '${path}'`),
  }));
}

function typeOf(match: FieldMatch, what: string): ValueType {
  if (typeof match === 'string') return words([match], what);
  if (typeof match === 'boolean') return { kind: 'oneOf', values: [String(match)] };
  if (Array.isArray(match)) return words(match, what);
  if (match instanceof RegExp) return text({ pattern: match }).type;
  checkProps(match, ['min', 'max'], what);
  return { kind: 'number', ...checkedBounds(match as NumberMatch, false) };
}

function words(values: readonly string[], what: string): ValueType {
  const usable = (value: unknown): boolean => typeof value === 'string' && /^[\x20-\x7e]{1,250}$/.test(value);
  if (values.length > 0 && values.every(usable)) return { kind: 'oneOf', values };
  throw new PipelineError({
    code: 'MLP3060',
    message: `${what} looks for ${show(values)}`,
    expected: 'one or more texts of 1 to 250 printable ASCII characters, or a regular expression',
    actual: values,
  });
}
