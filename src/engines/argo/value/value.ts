import { PipelineError } from '../../../core/error';
import { leafRefs } from '../../../core/graph/captures';
import { isNarrower } from '../../../core/narrower';
import { RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import { checksOf } from './checks';
import { grouped, tag } from './expression';
import { fits, guarded } from './guard';
import { mayJoinBraces } from './joined-braces';
import { literal } from './literal';
import type { Place, Reading } from './place';
import { rendered } from './rendered';

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
  if (guardOf(value, type, place) !== undefined || checksOf(value, place).length > 0) return true;
  return leafRefs([value]).some((ref) => mayNotBe(place(ref)));
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
  const unchecked: Place = (ref) => {
    const reading = place(ref);
    if (reading.unchecked === undefined) return reading;
    return { ...reading, expression: reading.unchecked, fails: false, trusted: false };
  };
  const leaves = leafRefs([value]).map(unchecked);
  if (kind === 'compose' || kind === 'field' ? leaves.some(mayNotBe) : leaves.some(({ fails }) => fails === true)) {
    throw new PipelineError({
      code: 'MLP1124',
      message: `${value.label} is put together from outputs, and handed on`,
      fix: 'hand on the outputs themselves, and put them together where they are used',
    });
  }
  return rendered(value, unchecked);
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
  if (simple.some((part) => part === undefined) || touchesBraces(parts) || mayJoinBraces(parts)) return undefined;
  return simple.join('');
}

/** An expression that yields the value as text, or nil where it is not what it has to be. @internal */
export function textOf(value: RefNode, place: Place): string {
  const checks = checksOf(value, place);
  const text = rendered(value, place);
  return checks.length === 0 ? text : guarded(grouped(text), checks.join(' && '));
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
