import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValue } from '../../../src/core/check-value';
import { wire } from '../../../src/core/wire';
import { misfit } from '../../../src/programs/values/misfit';
import type { ValueType } from '../../../src/programs/values/value-type';

const rows: readonly [text: string, type: ValueType, problem: string | undefined][] = [
  ['7', { kind: 'integer' }, undefined],
  ['-7', { kind: 'integer', min: 0 }, 'it is below 0'],
  ['7.5', { kind: 'integer' }, 'it is no integer'],
  ['', { kind: 'number' }, 'it is no number'],
  ['1e3', { kind: 'number', max: 999 }, 'it is above 999'],
  ['1e999', { kind: 'number' }, 'it is too large'],
  ['NaN', { kind: 'number' }, 'it is no number'],
  ['True', { kind: 'boolean' }, 'it is neither true nor false'],
  ['x', { kind: 'oneOf', values: ['x', 'y'] }, undefined],
  ['z', { kind: 'oneOf', values: ['x', 'y'] }, 'it is none of x, y'],
  ['any text\n{{x}}', { kind: 'text' }, undefined],
  ['a $(B)', { kind: 'text' }, 'it has a dollar sign'],
  ['a\nb', { kind: 'text', pattern: '[a-z]*' }, 'it does not match [a-z]*'],
  ['b', { kind: 'text', pattern: 'a|b' }, undefined],
  ['xb', { kind: 'text', pattern: 'a|b' }, 'it does not match a|b'],
  ['[1,"2"]', { kind: 'list', of: { kind: 'number' } }, 'item 1: it is no number'],
  ['{"a":1}', { kind: 'list', of: { kind: 'number' } }, 'it is no list'],
  ['[1', { kind: 'list', of: { kind: 'number' } }, 'it is no JSON'],
  ['["\\u0024(A)"]', { kind: 'list', of: { kind: 'text' } }, 'item 0: it has a dollar sign'],
  ['{"a":true}', { kind: 'record', fields: { a: { kind: 'boolean' } } }, undefined],
  ['{"a":true,"b":1}', { kind: 'record', fields: { a: { kind: 'boolean' } } }, 'it has a field that nobody declared'],
  ['{}', { kind: 'record', fields: { a: { kind: 'boolean' } } }, "field 'a': it is neither true nor false"],
];

describe('a text that is handed on', () => {
  it.each(rows)('%j as %j: %s', (text, type, problem) => {
    expect(misfit(text, type)).toBe(problem);
  });

  it('fits if it is a literal that the definition takes, and has no dollar sign', () => {
    const leaf: fc.Arbitrary<readonly [ValueType, unknown]> = fc.oneof(
      fc.tuple(fc.constant<ValueType>({ kind: 'text' }), fc.string({ unit: 'grapheme' })),
      fc.tuple(fc.constant<ValueType>({ kind: 'integer' }), fc.integer()),
      fc.tuple(fc.constant<ValueType>({ kind: 'number' }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.tuple(fc.constant<ValueType>({ kind: 'boolean' }), fc.boolean()),
    );
    fc.assert(
      fc.property(leaf, fc.boolean(), ([kind, value], isList) => {
        const type: ValueType = isList ? { kind: 'list', of: kind } : kind;
        const literal = isList ? [value, value] : value;
        checkValue(literal, type, 'the literal');
        const text = wire(literal, type);
        expect(misfit(text, type) === undefined).toBe(!text.includes('$'));
      }),
    );
  });
});
