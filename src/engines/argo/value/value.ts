import { PipelineError } from '../../../core/error';
import { leafRefs } from '../../../core/graph/captures';
import { type Composed, RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import { grouped, numeral, quote, tag } from './expression';
import { fits, guarded, isNarrower } from './guard';
import { mayJoinBraces } from './joined-braces';
import type { Place, Reading } from './place';

/**
 * A value as the text of a manifest: a literal, a tag, or an expression that checks it first where it has to.
 *
 * @internal
 */
export function valueText(value: unknown, type: ValueType, place: Place): string {
  if (!RefNode.is(value)) return literal(wire(value, type));
  const condition = guardOf(value, type, place);
  if (condition !== undefined) return tag(guarded(grouped(place(value).expression), condition));
  return plainText(value, place) ?? tag(textOf(value, place));
}

/** Tells whether handing the value on may fail, which it may only in the arguments of a DAG's task. @internal */
export function mayFail(value: unknown, type: ValueType, place: Place): boolean {
  if (!RefNode.is(value)) return false;
  if (value.source.kind === 'format' && mayJoinBraces(value.source.parts)) return true;
  return guardOf(value, type, place) !== undefined || leafRefs([value]).some((ref) => mayNotBe(place(ref)));
}

/**
 * A value as a template hands it on: as it is, checked by whoever takes it, since an output that fails to evaluate leaves
 * the run waiting or green.
 *
 * @throws PipelineError MLP1124 for a list, record or field made of values that are not checked yet.
 * @internal
 */
export function handedOn(value: RefNode, place: Place): string {
  const { kind } = value.source;
  const leaves = leafRefs([value]).map(place);
  if (kind === 'compose' || kind === 'field' ? leaves.some(mayNotBe) : leaves.some(({ fails }) => fails === true)) {
    throw new PipelineError({
      code: 'MLP1124',
      message: `${value.label} is put together from outputs, and handed on`,
      fix: 'hand on the outputs themselves, and put them together where they are used',
    });
  }
  const unchecked: Place = (ref) => ({ ...place(ref), trusted: true });
  return value.source.kind === 'format' ? joined(value.source.parts, unchecked) : textOf(value, unchecked);
}

/** A value that is still to be checked, or whose check is part of reading it. */
function mayNotBe({ trusted, fails }: Reading): boolean {
  return !trusted || fails === true;
}

/** What a single value has to be checked for: its own type where a pod wrote it, the other's where that is narrower. */
function guardOf(value: RefNode, type: ValueType, place: Place): string | undefined {
  if (made.includes(value.source.kind)) return undefined;
  const { trusted, ...reading } = place(value);
  const expression = grouped(reading.expression);
  if (isNarrower(value.type, type)) return fits(expression, type);
  return trusted ? undefined : fits(expression, value.type);
}

const made = ['format', 'compose', 'field'];

/** A value, or a text of values, that needs no expression. */
function plainText(value: RefNode, place: Place): string | undefined {
  if (value.source.kind !== 'format') return simpleTag(value, place);
  const { parts } = value.source;
  const simple = parts.map((part) => (typeof part === 'string' ? part : simpleTag(part, place)));
  if (simple.some((part) => part === undefined) || touchesBraces(parts)) return undefined;
  return simple.join('');
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
    case 'format': {
      const text = joined(source.parts, place);
      return mayJoinBraces(source.parts) ? guarded(`(${text})`, `not ((${text}) contains ${quote('{{')})`) : text;
    }
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

/** The pieces of a text as one expression. @internal */
export function joined(parts: readonly (string | RefNode)[], place: Place): string {
  return (
    parts.map((part) => (typeof part === 'string' ? quote(literal(part)) : operand(part, place))).join(' + ') || "''"
  );
}

/** The value in its own type, for comparisons and JSON. @internal */
export function typed(value: unknown, type: ValueType, place: Place): string {
  if (typeof value === 'number') return numeral(value);
  if (typeof value === 'boolean') return String(value);
  if (!RefNode.is(value)) {
    const text = quote(wire(value, type));
    return type.kind === 'list' || type.kind === 'record' ? `fromJSON(${text})` : text;
  }
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
  if (!RefNode.is(value)) literal(wire(value, type));
  return typed(value, type, place);
}

function simpleTag(value: RefNode, place: Place): string | undefined {
  if (made.includes(value.source.kind)) return undefined;
  const reading = place(value);
  return reading.trusted && reading.tag !== undefined ? `{{${reading.tag}}}` : undefined;
}

/** Braces in the text around a tag would be read as part of it. */
function touchesBraces(parts: readonly (string | RefNode)[]): boolean {
  return parts.some((part) => typeof part === 'string' && /[{}]/.test(part));
}
