import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValue, show } from '../../src/core/check-value';
import { pipeline } from '../../src/core/index';
import type { ValueType } from '../../src/core/value-type';
import { wire } from '../../src/core/wire';
import { problemOf } from './problem';
import { train } from './units';

const text: ValueType = { kind: 'text' };
const digits: ValueType = { kind: 'text', pattern: '[0-9]+' };
const either: ValueType = { kind: 'text', pattern: 'a|b' };
const integer: ValueType = { kind: 'integer', min: 1, max: 10 };
const number: ValueType = { kind: 'number' };
const scenario: ValueType = { kind: 'oneOf', values: ['normal', 'oversized'] };
const numbers: ValueType = { kind: 'list', of: number };
const member: ValueType = { kind: 'record', fields: { name: text, epochs: integer } };
const people: ValueType = { kind: 'list', of: member };

describe('checkValue', () => {
  it.each<readonly [unknown, ValueType]>([
    ['', text],
    ['ünïcödé 🎉\n', text],
    ['007', digits],
    ['b', either],
    [1, integer],
    [10, integer],
    [-0.5, number],
    [Number.MAX_VALUE, number],
    [false, { kind: 'boolean' }],
    ['normal', scenario],
    [[], numbers],
    [[1, 2.5], numbers],
    [{ epochs: 3, name: 'a' }, member],
    [Object.freeze([Object.freeze({ name: 'a', epochs: 3 })]), people],
    [Object.assign(Object.create(null), { name: 'a', epochs: 3 }), member],
  ])('accepts %j', (value, type) => {
    expect(() => checkValue(value, type, "input 'x'")).not.toThrow();
  });

  it.each<readonly [string, unknown, ValueType, string, string]>([
    ['a number for text', 5, text, "input 'x' is 5", 'text'],
    ['text off the pattern', '7a', digits, "input 'x' is '7a'", 'text matching [0-9]+'],
    ['text that only one alternative starts with', 'ax', either, "input 'x' is 'ax'", 'text matching a|b'],
    ['a line after the match', '7\n', digits, "input 'x' is '7\\n'", 'text matching [0-9]+'],
    ['a fraction for an integer', 1.5, integer, "input 'x' is 1.5", 'an integer from 1 to 10'],
    ['a number below', 0, integer, "input 'x' is 0", 'an integer from 1 to 10'],
    ['a number above', 11, integer, "input 'x' is 11", 'an integer from 1 to 10'],
    ['a number as text', '3', integer, "input 'x' is '3'", 'an integer from 1 to 10'],
    [
      'an integer that JavaScript can not tell from its neighbour',
      2 ** 53,
      { kind: 'integer' },
      '9007199254740992',
      'an integer',
    ],
    ['a bigint', 3n, integer, "input 'x' is 3", 'an integer from 1 to 10'],
    ['NaN', Number.NaN, number, "input 'x' is NaN", 'a number'],
    ['infinity', Number.POSITIVE_INFINITY, number, "input 'x' is Infinity", 'a number'],
    ['a boxed number', Object(1), number, "input 'x' is 1", 'a number'],
    ['"true" for true', 'true', { kind: 'boolean' }, "input 'x' is 'true'", 'true or false'],
    [
      'a misspelt word',
      'nromal',
      scenario,
      "input 'x' is 'nromal' - did you mean 'normal'?",
      "one of 'normal', 'oversized'",
    ],
    ['a word that means nothing here', 'zebra', scenario, "input 'x' is 'zebra'\n", "one of 'normal', 'oversized'"],
    ['a property of the list of words', 'length', scenario, "input 'x' is 'length'", "one of 'normal', 'oversized'"],
    ['null', null, text, "input 'x' is null", 'text'],
    ['a function', () => 1, text, "input 'x' is a function", 'text'],
    ['a symbol', Symbol('s'), text, "input 'x' is a symbol", 'text'],
    ['one value for a list', 1, numbers, "input 'x' is 1", 'a list (each: a number)'],
    ['something with a length for a list', { length: 1, 0: 1 }, numbers, `input 'x' is {"0":1,"length":1}`, 'a list'],
    ['a wrong item', [1, 'b'], numbers, "input 'x' is wrong at item 1: 'b'", 'a list (each: a number)'],
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    ['a hole in a list', [1, , 2], numbers, "input 'x' is wrong at item 1: undefined", 'a list (each: a number)'],
    ['a wrong field', { name: 'a', epochs: 0 }, member, "is wrong at field 'epochs': 0", "a record with 'name' (text)"],
    ['a missing field', { name: 'a' }, member, "is wrong at field 'epochs': undefined", "a record with 'name' (text)"],
    [
      'an unknown field',
      { name: 'a', epochs: 1, epoch: 1 },
      member,
      "a record with the unknown field 'epoch'",
      'a record',
    ],
    [
      'a field that every object inherits',
      { name: 'a', epochs: 1, toString: 1 },
      member,
      "the unknown field 'toString'",
      'a record',
    ],
    ['a list for a record', ['a', 1], member, `input 'x' is ["a",1]`, 'a record'],
    ['null for a record', null, member, "input 'x' is null", 'a record'],
    [
      'a field deep inside',
      [
        { name: 'a', epochs: 1 },
        { name: 'b', epochs: 99 },
      ],
      people,
      "wrong at item 1: wrong at field 'epochs': 99",
      'a list',
    ],
    [
      'a literal where an artifact is wanted',
      'a',
      { kind: 'artifact', path: '/m' },
      "'a', which is no artifact",
      'an artifact',
    ],
  ])('refuses %s', (_, value, type, message, expected) => {
    const problem = problemOf(() => checkValue(value, type, "input 'x'", 'release/step'));
    expect(problem).toMatchObject({ code: 'MLP1001', at: 'release/step', actual: value });
    expect(problem.message).toContain(message);
    expect(problem.expected).toContain(expected);
  });

  it('takes no field from the prototype of a record', () => {
    const type: ValueType = { kind: 'record', fields: { constructor: text } };
    expect(problemOf(() => checkValue({}, type, 'x')).message).toContain("field 'constructor': undefined");
    expect(() => checkValue({ constructor: 'a' }, type, 'x')).not.toThrow();
  });
});

describe('show', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  const throws = {
    get secret(): never {
      throw new Error('read');
    },
  };
  it.each<readonly [string, () => unknown]>([
    ["'a'", () => 'a'],
    [`'${'x'.repeat(57)}...'`, () => 'x'.repeat(61)],
    ["'two\\nlines\\u0000'", () => 'two\nlines\u0000'],
    ['undefined', () => undefined],
    ['null', () => null],
    ['-1.5', () => -1.5],
    ['10', () => 10n],
    ['true', () => true],
    ['a symbol', () => Symbol('a')],
    ['a function', () => () => 1],
    ['a function', () => class {}],
    ['[1,"a"]', () => [1, 'a']],
    [`{"a":"${'x'.repeat(51)}...`, () => ({ a: 'x'.repeat(80) })],
    ['a list', () => circle],
    ['a list', () => [1n]],
    ['an object with secret', () => throws],
    ['an object with toJSON', () => ({ toJSON: () => undefined })],
  ])('writes %s', (shown, value) => {
    expect(show(value())).toBe(shown);
  });

  it('names refs and what holds them instead of failing', () => {
    pipeline('p', {}, (p) => {
      const trained = p.step(train);
      expect(show(trained.outputs.accuracy)).toBe("output 'accuracy' of step 'train'");
      expect(show([trained.outputs.accuracy])).toBe('a list');
      expect(show(trained)).toBe('an object with id, outputs');
      expect(show({ ...(trained.outputs.accuracy as object) })).toBe('an object with scope, source, type, label');
    });
  });

  it('never throws, and stays on one short line', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        const shown = show(value);
        expect(shown.length).toBeLessThan(90);
        expect(shown).not.toContain('\n');
      }),
    );
  });
});

describe('wire', () => {
  /** A type and a value of it. */
  const { typed } = fc.letrec<{ readonly typed: { readonly type: ValueType; readonly value: unknown } }>((tie) => ({
    typed: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme' }).map((value) => ({ type: text, value })),
      fc.boolean().map((value) => ({ type: { kind: 'boolean' } as const, value })),
      fc.maxSafeInteger().map((value) => ({ type: { kind: 'integer' } as const, value })),
      fc
        .double({ noDefaultInfinity: true, noNaN: true })
        .filter((value) => !Object.is(value, -0))
        .map((value) => ({ type: number, value })),
      fc.constantFrom('normal', 'oversized').map((value) => ({ type: scenario, value })),
      tie('typed').map(({ type, value }) => ({ type: { kind: 'list', of: type } as const, value: [value, value] })),
      fc.dictionary(fc.string(), tie('typed')).map((fields) => ({
        type: {
          kind: 'record',
          fields: Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type])),
        } as const,
        value: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
      })),
    ),
  }));

  /** What a program makes of the text it is handed. */
  function read(sent: string, type: ValueType): unknown {
    return type.kind === 'text' || type.kind === 'oneOf' ? sent : JSON.parse(sent);
  }

  it('gives back every value that its type accepts', () => {
    fc.assert(
      fc.property(typed, ({ type, value }) => {
        checkValue(value, type, 'x');
        const received = read(wire(value, type), type);
        expect(received).toEqual(value);
        checkValue(received, type, 'x');
      }),
    );
  });
});
