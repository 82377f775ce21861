import type { ValueType } from '../../../core/value-type';
import { quote } from './expression';

/** What a text output may hold unless it declares a pattern; no braces, since Argo evaluates `{{…}}` in values. */
const safeText = '[A-Za-z0-9._:/@+=,-]*';

/**
 * A condition that a text is a value of the type.
 *
 * A pod may write anything, and Argo evaluates tags in what it passes on: so a value is checked before it is.
 *
 * @internal
 */
export function fits(expression: string, type: ValueType): string {
  switch (type.kind) {
    case 'text':
      return matches(expression, type.pattern ?? safeText);
    case 'integer':
      return bounded(
        expression,
        matches(expression, type.min !== undefined && type.min >= 0 ? '[0-9]+' : '-?[0-9]+'),
        type,
      );
    case 'number':
      return bounded(expression, matches(expression, '-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?'), type);
    case 'boolean':
      return `${expression} in ['true', 'false']`;
    case 'oneOf':
      return `${expression} in [${type.values.map(quote).join(', ')}]`;
    case 'list':
    case 'record':
      return `not (${expression} contains ${quote('{{')})`;
    case 'artifact':
      return 'true';
  }
}

/**
 * A condition on what somebody starts a pipeline with. Text without a pattern may be anything but a tag.
 *
 * @internal
 */
export function fitsInput(expression: string, type: ValueType): string {
  if (type.kind === 'text' && type.pattern === undefined) return `not (${expression} contains ${quote('{{')})`;
  return fits(expression, type);
}

/** The value where it fits; else nil, at which Argo ends the step with an error. @internal */
export function guarded(expression: string, condition: string): string {
  return `${condition} ? ${expression} : nil`;
}

function matches(expression: string, pattern: string): string {
  return `${expression} matches ${quote(pattern.includes('|') ? `^(?:${pattern})$` : `^${pattern}$`)}`;
}

function bounded(
  expression: string,
  shape: string,
  { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
): string {
  const bounds = [
    min === undefined ? [] : [`float(${expression}) >= ${min}`],
    max === undefined ? [] : [`float(${expression}) <= ${max}`],
  ].flat();
  return [shape, ...bounds].join(' && ');
}
