import type { Test } from '../../../core/condition';
import { RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import type { Test as ProgramTest } from '../../../programs/values/expression';
import type { Guard } from './guard';
import { literal } from './literal';
import { asValue, expressionOf, type Place } from './value';

/** A condition as guards of which all must hold; nothing where Tekton can't decide it. @internal */
export function guardsOf(test: Test, place: Place): readonly Guard[] | undefined {
  if (test.kind === 'and') {
    const parts = test.of.map((part) => guardsOf(part, place));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  const negated = test.kind === 'not';
  const asked = negated ? test.of : test;
  if (asked.kind !== 'in' || !comparable(asked.ref.type) || asked.values.some((value) => RefNode.is(value)))
    return undefined;
  const on = asValue(asked.ref, asked.ref.type, place);
  if (on.kind === 'worked') return undefined;
  const values = asked.values.map((value) => literal(wire(value, asked.ref.type)));
  return [{ on: on.text, operator: negated ? 'notin' : 'in', values }];
}

/** Numbers can be written in several ways, so a program compares them. */
function comparable({ kind }: ValueType): boolean {
  return kind === 'text' || kind === 'oneOf' || kind === 'boolean';
}

/** A condition as a program evaluates it. @internal */
export function testOf(test: Test, place: Place): ProgramTest {
  const expression = (value: unknown, type: ValueType) => expressionOf(asValue(value, type, place));
  switch (test.kind) {
    case 'in':
      return {
        kind: 'in',
        of: { value: expression(test.ref, test.ref.type), type: test.ref.type },
        values: test.values.map((value) => expression(value, test.ref.type)),
      };
    case 'compare':
      return {
        kind: 'compare',
        left: expression(test.ref, { kind: 'number' }),
        operator: test.operator,
        right: expression(test.value, { kind: 'number' }),
      };
    case 'not':
      return { kind: 'not', of: testOf(test.of, place) };
    default:
      return { kind: test.kind, of: test.of.map((part) => testOf(part, place)) };
  }
}
