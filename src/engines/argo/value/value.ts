import { PipelineError } from '../../../core/error';
import { type Composed, RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import { grouped, quote, tag } from './expression';
import { fits, guarded } from './guard';
import type { Place } from './place';

/**
 * A value as the text of a manifest: a literal, a tag, or an expression.
 *
 * @internal
 */
export function valueText(value: unknown, type: ValueType, place: Place): string {
  if (!RefNode.is(value)) return literal(wire(value, type));
  if (value.source.kind === 'format') {
    const simple = value.source.parts.map((part) => (typeof part === 'string' ? part : simpleTag(part, place)));
    if (simple.every((part): part is string => part !== undefined) && !touchesBraces(value.source.parts))
      return simple.join('');
  }
  return simpleTag(value, place) ?? tag(textOf(value, place));
}

/** Text that the engine must not look into. @internal */
export function literal(text: string): string {
  if (!text.includes('{{')) return text;
  throw new PipelineError({
    code: 'MLP2001',
    message: `Argo would evaluate '${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`,
    expected: "text without '{{'",
    fix: 'pass the value as an input, or as a file: Volume.files(…)',
    actual: text,
  });
}

/** An expression that yields the value as text, checked where a pod wrote it. @internal */
export function textOf(value: RefNode, place: Place): string {
  const { source, type } = value;
  switch (source.kind) {
    case 'format':
      return (
        source.parts.map((part) => (typeof part === 'string' ? quote(part) : operand(part, place))).join(' + ') || "''"
      );
    case 'compose':
      return `toJson(${composed(source.value, type, place)})`;
    case 'field':
      return asText(`fromJSON(${operand(source.of, place)})[${quote(source.name)}]`, type);
    default: {
      const { expression, trusted } = place(value);
      return trusted ? expression : guarded(expression, fits(expression, type));
    }
  }
}

/** The value in its own type, for comparisons and JSON. @internal */
export function typed(value: unknown, type: ValueType, place: Place): string {
  if (!RefNode.is(value))
    return type.kind === 'text' || type.kind === 'oneOf' ? quote(String(value)) : JSON.stringify(value);
  const text = operand(value, place);
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

/** @internal */
export function operand(value: RefNode, place: Place): string {
  return grouped(textOf(value, place));
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
  return typed(value, type, place);
}

function simpleTag(value: RefNode, place: Place): string | undefined {
  if (['format', 'compose', 'field'].includes(value.source.kind)) return undefined;
  const reading = place(value);
  return reading.trusted && reading.tag !== undefined ? `{{${reading.tag}}}` : undefined;
}

/** Braces in the text around a tag would be read as part of it. */
function touchesBraces(parts: readonly (string | RefNode)[]): boolean {
  return parts.some((part) => typeof part === 'string' && /[{}]/.test(part));
}
