import type { ValueType } from '../../../core/value-type';
import { member, numeral, quote } from './expression';
import { isPlainType } from './plain-type';

/**
 * A condition that a text is a value of the type.
 *
 * A pod may write anything, and Argo evaluates tags in what it passes on: so a value is checked before it is. An expression
 * that fails ends the task with an error, which is safe only in the arguments of a DAG's task: elsewhere Argo may wait for
 * ever, or end green.
 *
 * @internal
 */
export function fits(expression: string, type: ValueType): string {
  switch (type.kind) {
    case 'text':
      return textFits(expression, type);
    case 'integer':
    case 'number':
      return [matches(expression, digits(type)), ...bounds(`float(${expression})`, type)].join(' && ');
    case 'boolean':
      return `${expression} in ['true', 'false']`;
    case 'oneOf':
      return `${expression} in [${type.values.map(quote).join(', ')}]`;
    case 'list':
    case 'record':
      return `${noTag(expression)} && ${jsonFits(`fromJSON(${expression})`, type)}`;
    case 'artifact':
      return 'true';
  }
}

/** The value where it fits; else nil, at which Argo ends the task with an error. @internal */
export function guarded(expression: string, condition: string): string {
  return `${condition} ? ${expression} : nil`;
}

/** The same for a value inside JSON, which has a type of its own. */
function jsonFits(value: string, type: ValueType): string {
  switch (type.kind) {
    case 'text':
      return `type(${value}) == 'string' && ${textFits(value, type)}`;
    case 'integer':
      return [`type(${value}) == 'float'`, `${value} == floor(${value})`, ...limits(value, type)].join(' && ');
    case 'number':
      return [`type(${value}) == 'float'`, ...limits(value, type)].join(' && ');
    case 'boolean':
      return `type(${value}) == 'bool'`;
    case 'oneOf':
      return `${value} in [${type.values.map(quote).join(', ')}]`;
    case 'list':
      return `type(${value}) == 'array' && all(${value}, ${jsonFits('#', type.of)})`;
    case 'record':
      return [
        // A field that nobody declared may hold anything, and Argo writes items of loops anew.
        `type(${value}) == 'map' && len(${value}) == ${Object.keys(type.fields).length}`,
        ...Object.entries(type.fields).map(([name, field]) => jsonFits(member([value, name]), field)),
      ].join(' && ');
    case 'artifact':
      return 'false';
  }
}

function textFits(expression: string, type: ValueType & { readonly kind: 'text' }): string {
  const pattern = type.pattern === undefined ? [] : [matches(expression, type.pattern)];
  return [...pattern, ...(isPlainType(type) ? [] : [noTag(expression)])].join(' && ');
}

/** @internal */
export function noTag(expression: string): string {
  return `not (${expression} contains ${quote('{{')})`;
}

function matches(expression: string, pattern: string): string {
  return `${expression} matches ${quote(pattern.includes('|') ? `^(?:${pattern})$` : `^${pattern}$`)}`;
}

type Numeric = { readonly kind: string; readonly min?: number | undefined; readonly max?: number | undefined };

function digits({ kind, min }: Numeric): string {
  const sign = min !== undefined && min >= 0 ? '' : '-?';
  return kind === 'integer' ? `${sign}[0-9]+` : `${sign}[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?`;
}

/** Without limits still something that asks for the number: it ends the task where the text is too large for one. */
function bounds(number: string, type: Numeric): readonly string[] {
  const asked = limits(number, type);
  return asked.length === 0 ? [`abs(${number}) >= 0`] : asked;
}

function limits(number: string, { min, max }: Numeric): readonly string[] {
  return [
    ...(min === undefined ? [] : [`${number} >= ${numeral(min)}`]),
    ...(max === undefined ? [] : [`${number} <= ${numeral(max)}`]),
  ];
}
