import { type Composed, RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import { grouped, numeral, quote } from './expression';
import { literal } from './literal';
import type { Place } from './place';

/** An expression that yields the value as text; nothing is checked in it. @internal */
export function rendered(value: RefNode, place: Place): string {
  const { source, type } = value;
  switch (source.kind) {
    case 'format':
      return source.parts.map((part) => piece(part, place)).join(' + ') || "''";
    case 'compose':
      return `toJson(${composed(source.value, type, place)})`;
    case 'field':
      return asText(`fromJSON(${grouped(rendered(source.of, place))})[${quote(source.name)}]`, type);
    default:
      return place(value).expression;
  }
}

/** The value in its own type, for comparisons and JSON; nothing is checked in it. @internal */
export function typed(value: unknown, type: ValueType, place: Place): string {
  if (typeof value === 'number') return numeral(value);
  if (typeof value === 'boolean') return String(value);
  if (!RefNode.is(value)) {
    const text = quote(wire(value, type));
    return type.kind === 'list' || type.kind === 'record' ? `fromJSON(${text})` : text;
  }
  const text = grouped(rendered(value, place));
  switch (type.kind) {
    case 'integer':
    case 'number':
      return `float(${text})`;
    case 'boolean':
      return `(${text} == 'true')`;
    case 'list':
    case 'record':
      return `fromJSON(${text})`;
    default:
      return text;
  }
}

/** A typed expression as text again. @internal */
export function asText(expression: string, type: ValueType): string {
  return type.kind === 'text' || type.kind === 'oneOf' ? expression : `toJson(${expression})`;
}

function piece(part: string | RefNode, place: Place): string {
  return typeof part === 'string' ? quote(literal(part)) : grouped(rendered(part, place));
}

function composed(value: Composed, type: ValueType, place: Place): string {
  if (!RefNode.is(value) && type.kind === 'list' && Array.isArray(value)) {
    return `[${value.map((item: Composed) => composed(item, type.of, place)).join(', ')}]`;
  }
  if (!RefNode.is(value) && type.kind === 'record') {
    const fields = Object.entries(type.fields).map(
      ([name, field]) =>
        `${quote(name)}: ${composed((value as { readonly [name: string]: Composed })[name] ?? '', field, place)}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  if (!RefNode.is(value)) literal(wire(value, type));
  return typed(value, type, place);
}
