import { InputError } from '../input-error';
import type { ValueType } from './value-type';

/** A text as the JSON value of its type. @internal */
export function asJson(text: string, type: ValueType): unknown {
  switch (type.kind) {
    case 'integer':
    case 'number': {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(value)) throw new InputError('a value is no number');
      return value;
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new InputError('a value is neither true nor false');
      return text === 'true';
    case 'list':
    case 'record':
      try {
        return JSON.parse(text);
      } catch {
        throw new InputError(`a ${type.kind} is no JSON`);
      }
    default:
      return text;
  }
}

/** A JSON value as the text of its type. @internal */
export function asText(value: unknown, type: ValueType): string {
  return typeof value === 'string' && (type.kind === 'text' || type.kind === 'oneOf') ? value : JSON.stringify(value);
}

/** @internal */
export function parsedList(text: string): readonly unknown[] {
  const list = asJson(text, { kind: 'list', of: { kind: 'text' } });
  if (!Array.isArray(list)) throw new InputError('a list is none');
  return list;
}
