import { describe, expect, it } from 'vitest';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';

interface Made {
  readonly type: object;
  readonly optional: boolean;
  readonly default?: unknown;
  readonly doc?: string;
}
// Not as literals, which the linter would refuse or mend.
const everything = '[^]*';
const bell = '\\a';
const made = (param: Untyped): Made => param as unknown as Made;

describe('a parameter', () => {
  it.each<readonly [string, Untyped, object]>([
    ['text', js.text(), { kind: 'text' }],
    ['text with a pattern', js.text({ pattern: /v[0-9]+/ }), { kind: 'text', pattern: 'v[0-9]+' }],
    ['integer', js.integer({ min: 1, max: 1 }), { kind: 'integer', min: 1, max: 1 }],
    ['number', js.number({ max: 0.5 }), { kind: 'number', max: 0.5 }],
    ['boolean', js.boolean(), { kind: 'boolean' }],
    ['oneOf', js.oneOf(['a', '1.0', 'constructor']), { kind: 'oneOf', values: ['a', '1.0', 'constructor'] }],
    ['verdict', js.verdict(), { kind: 'oneOf', values: ['pass', 'fail', 'error', 'inconclusive'] }],
    ['list', js.list(js.list(js.number())), { kind: 'list', of: { kind: 'list', of: { kind: 'number' } } }],
    [
      'record',
      js.record({ learning_rate: js.number(), constructor: js.text() }),
      { kind: 'record', fields: { learning_rate: { kind: 'number' }, constructor: { kind: 'text' } } },
    ],
    ['artifact', js.artifact('/work/model.pt'), { kind: 'artifact', path: '/work/model.pt' }],
  ])('of kind %s is frozen data without a default', (_, param, type) => {
    expect(made(param)).toEqual({ type, optional: false });
    expect(Object.isFrozen(param)).toBe(true);
  });

  it.each<readonly [string, Untyped, unknown]>([
    ['text', js.text({ default: '' }), ''],
    ['text that matches', js.text({ pattern: /[a-z]+/, default: 'main' }), 'main'],
    ['integer', js.integer({ default: 0 }), 0],
    ['number', js.number({ default: -0.5, min: -1 }), -0.5],
    ['boolean', js.boolean({ default: false }), false],
    ['oneOf', js.oneOf(['a', 'b'], { default: 'b' }), 'b'],
  ])('of kind %s with a default is optional, also with one that is falsy', (_, param, value) => {
    expect(made(param)).toMatchObject({ optional: true, default: value });
  });

  it('keeps its words even if the list they came from changes', () => {
    const words = ['a', 'b'];
    const param = made(js.oneOf(words));
    words.push('c');
    expect(param.type).toEqual({ kind: 'oneOf', values: ['a', 'b'] });
  });

  it('carries the line for people', () => {
    expect(made(js.text({ doc: 'which branch' })).doc).toBe('which branch');
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ['text with flags', () => js.text({ pattern: /a/i }), 'MLP1002', 'pattern /a/i'],
    ['a pattern that is text', () => js.text({ pattern: '[a-z]+' }), 'MLP1002', "pattern '[a-z]+'"],
    ['look-ahead', () => js.text({ pattern: /a(?=b)/ }), 'MLP1002', '/a(?=b)/'],
    ['negative look-ahead', () => js.text({ pattern: /(?!b)a/ }), 'MLP1002', '/(?!b)a/'],
    ['look-behind', () => js.text({ pattern: /(?<=b)a/ }), 'MLP1002', '/(?<=b)a/'],
    ['a back reference', () => js.text({ pattern: /(a)\1/ }), 'MLP1002', '/(a)\\1/'],
    ['a named back reference', () => js.text({ pattern: /(?<x>a)\k<x>/ }), 'MLP1002', '\\k<x>'],
    ['an escape by code point', () => js.text({ pattern: /\u00e4/ }), 'MLP1002', '/\\u00e4/'],
    ['the class of everything', () => js.text({ pattern: new RegExp(everything) }), 'MLP1002', '/[^]*/'],
    ['a POSIX class, which JavaScript has not', () => js.text({ pattern: /[[:alpha:]]/ }), 'MLP1002', '[[:alpha:]]'],
    ['an escape that is a bell to RE2', () => js.text({ pattern: new RegExp(bell) }), 'MLP1002', '/\\a/'],
    ['more repeats than RE2 counts', () => js.text({ pattern: /a{1,1001}/ }), 'MLP1002', '/a{1,1001}/'],
    ['a default off the pattern', () => js.text({ pattern: /[a-z]+/, default: 'A' }), 'MLP1001', "the default is 'A'"],
    ['text for an integer', () => js.integer({ default: '5' }), 'MLP1001', "the default is '5'"],
    ['a fraction for an integer', () => js.integer({ default: 1.5 }), 'MLP1001', 'the default is 1.5'],
    ['a default out of bounds', () => js.number({ max: 1, default: 2 }), 'MLP1001', 'the default is 2'],
    ['text for a boolean', () => js.boolean({ default: 'false' }), 'MLP1001', "the default is 'false'"],
    [
      'a misspelt default',
      () => js.oneOf(['normal', 'big'], { default: 'nromal' }),
      'MLP1001',
      "did you mean 'normal'?",
    ],
    ['null as a default', () => js.text({ default: null }), 'MLP1001', 'the default is null'],
    ['swapped bounds', () => js.integer({ min: 2, max: 1 }), 'MLP1003', 'min 2 is above max 1'],
    [
      'bounds between two integers',
      () => js.integer({ min: 0.2, max: 0.8 }),
      'MLP1003',
      'no whole number is from 0.2 to 0.8',
    ],
    ['a bound that is no number', () => js.number({ min: '1' }), 'MLP1003', "a bound is '1'"],
    ['a bound that is NaN', () => js.number({ max: Number.NaN }), 'MLP1003', 'a bound is NaN'],
    ['an infinite bound', () => js.number({ max: Number.POSITIVE_INFINITY }), 'MLP1003', 'a bound is Infinity'],
    ['oneOf without words', () => js.oneOf([]), 'MLP1004', 'oneOf needs a list of at least one value'],
    ['oneOf of nothing', () => js.oneOf(), 'MLP1004', 'oneOf needs a list of at least one value'],
    ['oneOf of a text', () => js.oneOf('ab'), 'MLP1004', 'oneOf needs a list of at least one value'],
    ['oneOf with a word twice', () => js.oneOf(['a', 'b', 'a']), 'MLP1004', "oneOf can't offer 'a'"],
    ['oneOf with a space', () => js.oneOf(['a b']), 'MLP1004', "oneOf can't offer 'a b'"],
    ['oneOf with an empty word', () => js.oneOf(['']), 'MLP1004', "oneOf can't offer ''"],
    ['oneOf with a line end', () => js.oneOf(['a\n']), 'MLP1004', "oneOf can't offer 'a\\n'"],
    ['oneOf with text that ends a quote', () => js.oneOf(["a'"]), 'MLP1004', "oneOf can't offer 'a''"],
    ['oneOf with a letter outside ASCII', () => js.oneOf(['größe']), 'MLP1004', "oneOf can't offer 'größe'"],
    ['oneOf with a very long word', () => js.oneOf(['x'.repeat(64)]), 'MLP1004', "oneOf can't offer 'xxx"],
    ['oneOf with numbers', () => js.oneOf([1, 2]), 'MLP1004', "oneOf can't offer 1"],
    ['oneOf with undefined', () => js.oneOf([undefined]), 'MLP1004', "oneOf can't offer undefined"],
    [
      'a misspelt option',
      () => js.text({ defualt: 'x' }),
      'MLP1007',
      "no property 'defualt' - did you mean 'default'?",
    ],
    ['an option of another kind', () => js.boolean({ min: 1 }), 'MLP1007', "no property 'min'"],
    [
      'an option of oneOf in the wrong place',
      () => js.oneOf(['a'], { values: ['b'] }),
      'MLP1007',
      "no property 'values'",
    ],
    ['a list of nothing', () => js.list(), 'MLP1008', 'an item of a list is declared with undefined'],
    ['a list of a type name', () => js.list('text'), 'MLP1008', "an item of a list is declared with 'text'"],
    ['a list of the maker', () => js.list(js.text), 'MLP1008', 'an item of a list is declared with a function'],
    ['a record of nothing', () => js.record(), 'MLP1008', 'a record is declared with undefined'],
    ['a record of a value', () => js.record({ lr: 0.1 }), 'MLP1008', "field 'lr' of a record is declared with 0.1"],
    ['a list of artifacts', () => js.list(js.artifact('/m')), 'MLP1123', 'an item of a list is an artifact'],
    [
      'an artifact in a record',
      () => js.record({ m: js.artifact('/m') }),
      'MLP1123',
      "field 'm' of a record is an artifact",
    ],
    ['a relative artifact', () => js.artifact('model.pt'), 'MLP1205', "an artifact can't be at 'model.pt'"],
  ])('refuses %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(message);
  });

  it.each([/[A-Za-z0-9._:/@+=,-]+/, /\d{1,9}(\.\d+)*/, /[^\]]+/, /\(\?=/, /[\w\s-]*|\x41/, /(?<major>\d+)/, /a{1000}/])(
    'takes the pattern %s, which RE2 reads as JavaScript does',
    (pattern) => {
      expect(made(js.text({ pattern })).type).toMatchObject({ pattern: pattern.source });
    },
  );
});
