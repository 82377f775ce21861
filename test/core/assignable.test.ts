import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAssignable } from '../../src/core/assignable';
import { checkValue } from '../../src/core/check-value';
import { describeType, type ValueType } from '../../src/core/value-type';

const text: ValueType = { kind: 'text' };
const number: ValueType = { kind: 'number' };
const integer: ValueType = { kind: 'integer' };
const boolean: ValueType = { kind: 'boolean' };
const oneOf = (...values: readonly string[]): ValueType => ({ kind: 'oneOf', values });
const list = (of: ValueType): ValueType => ({ kind: 'list', of });
const record = (fields: { readonly [name: string]: ValueType }): ValueType => ({ kind: 'record', fields });
const artifact: ValueType = { kind: 'artifact', path: '/a' };

describe('a value', () => {
  it.each<readonly [ValueType, ValueType]>([
    [text, text],
    [oneOf('a'), text],
    [integer, number],
    [number, number],
    [oneOf('a'), oneOf('b', 'a')],
    [list(integer), list(number)],
    [record({ a: integer, b: text }), record({ a: number })],
    [record({}), record({})],
    [artifact, { kind: 'artifact', path: '/b' }],
  ])('of type %j fits where %j is wanted', (from, to) => {
    expect(isAssignable(from, to)).toBe(true);
  });

  it.each<readonly [ValueType, ValueType]>([
    [text, oneOf('a')],
    [number, integer],
    [number, text],
    [boolean, text],
    [text, boolean],
    [oneOf('a', 'c'), oneOf('a', 'b')],
    [integer, list(integer)],
    [list(integer), integer],
    [list(text), list(number)],
    [record({}), record({ a: text })],
    [record({ a: number }), record({ a: integer })],
    [record({}), record({ constructor: text })],
    [list(text), record({})],
    [artifact, text],
    [text, artifact],
  ])('of type %j does not fit where %j is wanted', (from, to) => {
    expect(isAssignable(from, to)).toBe(false);
  });

  const { type } = fc.letrec<{ readonly type: ValueType }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(text, integer, number, boolean),
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((values) => oneOf(...values)),
      tie('type').map(list),
      fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), tie('type')).map(record),
    ),
  }));

  /** A few values of a type. */
  function samples(of: ValueType): readonly unknown[] {
    switch (of.kind) {
      case 'text':
        return ['', 'a', 'zebra'];
      case 'integer':
        return [0, -3];
      case 'number':
        return [0, 0.5];
      case 'boolean':
        return [true, false];
      case 'oneOf':
        return of.values;
      case 'list':
        return [[], samples(of.of)];
      case 'record':
        return [0, 1].map((i) =>
          Object.fromEntries(
            Object.entries(of.fields).map(([name, field]) => [name, samples(field).at(i) ?? samples(field)[0]]),
          ),
        );
      case 'artifact':
        return [];
    }
  }

  it('of a type that fits is also a value of the wanted type, as far as its fields go', () => {
    fc.assert(
      fc.property(type, type, (from, to) => {
        if (!isAssignable(from, to)) return;
        for (const value of samples(from)) checkValue(narrowed(value, to), to, 'x');
      }),
      { numRuns: 1000 },
    );
  });

  /** Records without the fields that are not wanted. */
  function narrowed(value: unknown, to: ValueType): unknown {
    if (to.kind === 'list') return (value as readonly unknown[]).map((item) => narrowed(item, to.of));
    if (to.kind !== 'record') return value;
    return Object.fromEntries(
      Object.entries(to.fields).map(([name, field]) => [
        name,
        narrowed((value as Record<string, unknown>)[name], field),
      ]),
    );
  }

  it('always fits its own type, and types that fit both ways mean the same values', () => {
    fc.assert(
      fc.property(type, type, type, (a, b, c) => {
        expect(isAssignable(a, a)).toBe(true);
        if (isAssignable(a, b) && isAssignable(b, c)) expect(isAssignable(a, c)).toBe(true);
        expect(describeType(a)).not.toBe('');
      }),
    );
  });
});
