import { type Composed, RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import type { Expression, Guard as ProgramGuard } from '../../../programs/values/expression';
import type { Guard } from './guard';
import { literal, literalJson } from './literal';

/**
 * A value as Tekton can write it: a text with its variables in it; or how a program works it out. What an expression is
 * `given` are such texts.
 *
 * @internal
 */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'worked'; readonly expression: Expression };

/** How the place where a value is used reads what others made. @internal */
export interface Place {
  readonly read: (ref: RefNode) => Value;
  /** Under which guards the output of a `when` is there. */
  readonly present: (ref: RefNode) => readonly Guard[];
}

/** @internal */
export function text(of: string): Value {
  return { kind: 'text', text: of };
}

/** @internal */
export function worked(expression: Expression): Value {
  return { kind: 'worked', expression };
}

/** @internal */
export function asValue(value: unknown, type: ValueType, place: Place): Value {
  if (!RefNode.is(value)) {
    const isJson = type.kind === 'list' || type.kind === 'record' || typeof value === 'object';
    return text(isJson ? literalJson(value) : literal(wire(value, type)));
  }
  const { source } = value;
  switch (source.kind) {
    case 'format':
      return joined(source.parts.map((part) => asValue(part, { kind: 'text' }, place)));
    case 'compose':
      return worked(composed(source.value, value.type, place));
    case 'field':
      return worked({
        kind: 'field',
        of: expressionOf(asValue(source.of, source.of.type, place)),
        name: source.name,
        type: value.type,
      });
    case 'fallback':
      return worked({
        kind: 'choose',
        arms: [{ when: place.present(source.of).map(guardOf), value: expressionOf(place.read(source.of)) }],
        otherwise: expressionOf(asValue(source.value, value.type, place)),
      });
    default:
      return place.read(value);
  }
}

/** @internal */
export function expressionOf(value: Value): Expression {
  if (value.kind === 'worked') return value.expression;
  return value.text.includes('$(') ? { kind: 'given', name: value.text } : { kind: 'text', text: value.text };
}

/** A guard as a program evaluates it. @internal */
export function guardOf({ on, operator, values }: Guard): ProgramGuard {
  return { of: { kind: 'given', name: on }, operator, values };
}

function joined(parts: readonly Value[]): Value {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  if (texts.length === parts.length) return text(texts.join(''));
  return worked({ kind: 'join', parts: parts.map(expressionOf) });
}

function composed(value: Composed, type: ValueType, place: Place): Expression {
  if (!RefNode.is(value) && type.kind === 'list' && Array.isArray(value)) {
    const items = value.map((item: Composed) => ({ value: composed(item, type.of, place), type: type.of }));
    return { kind: 'list', items };
  }
  if (!RefNode.is(value) && type.kind === 'record') {
    const given = value as { readonly [name: string]: Composed };
    const fields = Object.entries(type.fields).map(([name, field]) => [
      name,
      { value: composed(given[name] ?? '', field, place), type: field },
    ]);
    return { kind: 'record', fields: Object.fromEntries(fields) };
  }
  return expressionOf(asValue(value, type, place));
}
