import { isRecord } from '../json-value';
import type { ValueType } from './value-type';

/**
 * Why a text is no value of the type; nothing where it is one.
 *
 * No value may have a dollar sign: whoever hands it on by an environment variable would have `$(NAME)` in it replaced by
 * another variable, which might be a secret.
 *
 * @internal
 */
export function misfit(text: string, type: ValueType): string | undefined {
  if (text.includes('$')) return 'it has a dollar sign';
  switch (type.kind) {
    case 'integer':
    case 'number':
      return numeral(type.kind).test(text) ? outside(Number(text), type) : `it is no ${type.kind}`;
    case 'boolean':
      return ['true', 'false'].includes(text) ? undefined : 'it is neither true nor false';
    case 'list':
    case 'record':
      try {
        return jsonMisfit(JSON.parse(text), type);
      } catch {
        return 'it is no JSON';
      }
    default:
      return jsonMisfit(text, type);
  }
}

/** The same for a value inside JSON, which has a type of its own. */
function jsonMisfit(value: unknown, type: ValueType): string | undefined {
  switch (type.kind) {
    case 'text':
      if (typeof value !== 'string') return 'it is no text';
      if (value.includes('$')) return 'it has a dollar sign';
      return type.pattern === undefined || new RegExp(`^(?:${type.pattern})$`).test(value)
        ? undefined
        : `it does not match ${type.pattern}`;
    case 'integer':
    case 'number':
      if (typeof value !== 'number') return 'it is no number';
      return type.kind === 'integer' && !Number.isInteger(value) ? 'it is no integer' : outside(value, type);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'it is neither true nor false';
    case 'oneOf':
      return type.values.some((word) => word === value) ? undefined : `it is none of ${type.values.join(', ')}`;
    case 'list':
      if (!Array.isArray(value)) return 'it is no list';
      return firstMisfit(value.map((item, i) => [`item ${i}`, item, type.of]));
    case 'record': {
      if (!isRecord(value)) return 'it is no record';
      const odd = Object.keys(value).find((name) => !Object.hasOwn(type.fields, name));
      if (odd !== undefined) return `it has a field that nobody declared`;
      return firstMisfit(Object.entries(type.fields).map(([name, field]) => [`field '${name}'`, value[name], field]));
    }
    case 'artifact':
      return 'it is an artifact';
  }
}

function firstMisfit(parts: readonly (readonly [what: string, value: unknown, type: ValueType])[]): string | undefined {
  for (const [what, value, type] of parts) {
    const problem = jsonMisfit(value, type);
    if (problem !== undefined) return `${what}: ${problem}`;
  }
  return undefined;
}

function numeral(kind: 'integer' | 'number'): RegExp {
  return kind === 'integer' ? /^-?[0-9]+$/ : /^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$/;
}

function outside(
  value: number,
  { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
): string | undefined {
  if (!Number.isFinite(value)) return 'it is too large';
  if (min !== undefined && value < min) return `it is below ${min}`;
  return max !== undefined && value > max ? `it is above ${max}` : undefined;
}
