import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, fmt, type Ref } from '../../src/core/index';
import { type Composed, RefNode } from '../../src/core/ref';
import type { ValueType } from '../../src/core/value-type';
import { literal } from '../../src/engines/argo/value/literal';
import { typed } from '../../src/engines/argo/value/rendered';
import { valueText } from '../../src/engines/argo/value/value';
import { hostileText, longText } from './hostile';
import { argoEvaluation, canAsk } from './oracle';
import { place, refs, scopeOf, words } from './refs';

const ask = argoEvaluation();

const nodeOf = (ref: unknown): RefNode => {
  if (!RefNode.is(ref)) throw new Error('no ref');
  return ref;
};

/** Text as it is after every check: no start of a tag. */
const checked = fc
  .oneof({ weight: 30, arbitrary: hostileText }, { weight: 1, arbitrary: longText })
  .filter((text) => !text.includes('{{'));
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n));
const values = fc.record({
  a: checked,
  b: checked,
  rate: real,
  epochs: fc.maxSafeInteger(),
  on: fc.boolean(),
  word: fc.constantFrom(...words),
  texts: fc.array(checked, { maxLength: 3 }),
  pair: fc.record({
    name: checked,
    rate: real,
    on: fc.boolean(),
    deep: fc.record({ list: fc.array(fc.integer(), { maxLength: 3 }) }),
  }),
});
type Values = typeof values extends fc.Arbitrary<infer V> ? V : never;

const shown: readonly [string, Ref<string>, (v: Values) => string][] = [
  ['between signs', fmt`--epochs=${refs.epochs} (${refs.word})`, (v) => `--epochs=${v.epochs} (${v.word})`],
  ['between quotes', fmt`'"${refs.on}"'\\`, (v) => `'"${v.on}"'\\`],
  ['between single braces', fmt`{${refs.epochs}}`, (v) => `{${v.epochs}}`],
  ['in a line of JSON', fmt`{"a": {"rate": ${refs.rate}}}`, (v) => `{"a": {"rate": ${JSON.stringify(v.rate)}}}`],
  ['in a text in a text', fmt`x ${fmt`y ${refs.epochs}`} z`, (v) => `x y ${v.epochs} z`],
  ['beside text and a sign', fmt`${refs.a}:${refs.b}`, (v) => `${v.a}:${v.b}`],
];

/** A plain tag can't carry all of these: Go and JSON write them differently, and each knows other characters. */
const unwritable = /(?![\b\f\n\r\t\u0080-\u009f])\p{Cc}|(?!😀)[\u{10000}-\u{10ffff}]/u;

describe.skipIf(!canAsk)('a text made of values', () => {
  it.each(shown)('is exactly that text: %s', async (_, ref, exact) => {
    const text = valueText(ref, { kind: 'text' }, place);
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        fc.pre(!unwritable.test(`${given.a}${given.b}`));
        for (const kind of ['inputs', 'template'] as const)
          expect(await ask({ kind, text, scope: scopeOf(given) })).toEqual({ text: exact(given) });
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['beside each other', fmt`${refs.a}${refs.b}`, (a: string, b: string) => `${a}${b}`],
    ['after a brace', fmt`{${refs.a}`, (a: string) => `{${a}`],
    ['before a brace', fmt`${refs.a}{x}`, (a: string) => `${a}{x}`],
    ['around a value that may be empty', fmt`{${refs.a}{${refs.b}`, (a: string, b: string) => `{${a}{${b}`],
    ['in a text beside a text', fmt`${fmt`x${refs.a}`}${refs.b}`, (a: string, b: string) => `x${a}${b}`],
  ])('never becomes a tag, which the next template would evaluate: %s', async (_, ref, exact) => {
    const text = valueText(ref, { kind: 'text' }, place);
    await fc.assert(
      fc.asyncProperty(checked, checked, async (a, b) => {
        const wanted = exact(a, b);
        const said = await ask({ kind: 'template', text, scope: scopeOf({ a, b }) });
        if (wanted.includes('{{')) expect(said).toEqual({ error: expect.stringContaining('failed to evaluate') });
        else expect(said).toEqual({ text: wanted });
      }),
      { numRuns: 300 },
    );
  });

  it('is one tag for each value where nothing is to be checked', () => {
    const text = valueText(fmt`v${refs.version}/${refs.word}`, { kind: 'text' }, place);
    expect(text).toBe('v{{inputs.parameters.version}}/{{inputs.parameters.word}}');
  });
});

describe.skipIf(!canAsk)('a plain tag', () => {
  it.each(['\u0000', '\u0007', '\u000b', '\u001b', '\u007f', '\u{e0001}'])(
    'ends the step for text with %j, which it can not carry',
    async (sign) => {
      const said = await ask({ kind: 'inputs', text: '{{inputs.parameters.a}}', scope: scopeOf({ a: `x${sign}` }) });
      expect(said).toEqual({ error: expect.stringContaining('invalid JSON') });
    },
  );
});

describe('a literal', () => {
  it('is passed on unless it holds the start of a tag', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        if (text.includes('{{')) expect(() => literal(text)).toThrow(/MLP2001/);
        else expect(literal(text)).toBe(text);
      }),
    );
    expect(() => valueText(fmt`a{{b${refs.a}`, { kind: 'text' }, place)).toThrow(/MLP2001/);
    expect(() => valueText([{ name: '{{' }], { kind: 'list', of: refs.pair as never }, place)).toThrow(/MLP2001/);
  });
});

const text: ValueType = { kind: 'text' };
const number: ValueType = { kind: 'number' };
const composed: readonly [string, Composed, ValueType, (v: Values) => unknown][] = [
  ['an empty list', [], { kind: 'list', of: text }, () => []],
  ['a list of texts', [nodeOf(refs.a), "it's", nodeOf(refs.b)], { kind: 'list', of: text }, (v) => [v.a, "it's", v.b]],
  [
    'a list of numbers',
    [nodeOf(refs.rate), 1e21, 2 ** 63, nodeOf(refs.epochs), -0.1],
    { kind: 'list', of: number },
    (v) => [v.rate, 1e21, 2 ** 63, v.epochs, -0.1],
  ],
  [
    'a record in a record',
    { name: nodeOf(refs.a), deep: { on: nodeOf(refs.on), 'it is': { rate: nodeOf(refs.rate) } } },
    {
      kind: 'record',
      fields: {
        name: text,
        deep: {
          kind: 'record',
          fields: { on: { kind: 'boolean' }, 'it is': { kind: 'record', fields: { rate: number } } },
        },
      },
    },
    (v) => ({ name: v.a, deep: { on: v.on, 'it is': { rate: v.rate } } }),
  ],
  [
    'a list of records that are known and not',
    [
      { name: nodeOf(refs.a), rate: 1 },
      { name: 'b', rate: nodeOf(refs.rate) },
    ],
    { kind: 'list', of: { kind: 'record', fields: { name: text, rate: number } } },
    (v) => [
      { name: v.a, rate: 1 },
      { name: 'b', rate: v.rate },
    ],
  ],
  [
    'a list in a list',
    [nodeOf(refs.texts), [nodeOf(refs.word)]],
    { kind: 'list', of: { kind: 'list', of: text } },
    (v) => [v.texts, [v.word]],
  ],
  [
    'a record as a field',
    { pair: nodeOf(refs.pair) },
    { kind: 'record', fields: { pair: nodeOf(refs.pair).type } },
    (v) => ({ pair: v.pair }),
  ],
];

describe.skipIf(!canAsk)('a list or record made of values', () => {
  it.each(composed)('is the JSON of exactly those values: %s', async (_, value, type, exact) => {
    const made = valueText(new RefNode(undefined, { kind: 'compose', value }, type, 'it'), type, place);
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const said = await ask({ kind: 'template', text: made, scope: scopeOf(given) });
        expect(JSON.parse(said.text ?? String(said.error))).toEqual(exact(given));
      }),
      { numRuns: 150 },
    );
  });

  it('gives back each field as it was', async () => {
    const fields: readonly [Ref<unknown>, (v: Values) => unknown][] = [
      [field(refs.pair, 'name'), (v) => v.pair.name],
      [field(refs.pair, 'rate'), (v) => JSON.stringify(v.pair.rate)],
      [field(refs.pair, 'on'), (v) => String(v.pair.on)],
      [field(field(refs.pair, 'deep'), 'list'), (v) => JSON.stringify(v.pair.deep.list)],
    ];
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        for (const [ref, exact] of fields) {
          const made = valueText(ref, nodeOf(ref).type, place);
          const said = await ask({ kind: 'template', text: made, scope: scopeOf(given) });
          expect(said.text === undefined ? said : numberless(said.text)).toBe(numberless(String(exact(given))));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the type of a value that is read from text', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const expression = `toJson([${(['a', 'rate', 'epochs', 'on', 'texts', 'pair'] as const)
          .map((name) => typed(refs[name], nodeOf(refs[name]).type, place))
          .join(', ')}])`;
        const said = await ask({ kind: 'expression', text: expression, scope: scopeOf(given) });
        const { a, rate, epochs, on, texts, pair } = given;
        expect(JSON.parse(said.text ?? String(said.error))).toEqual([a, rate, epochs, on, texts, pair]);
      }),
      { numRuns: 150 },
    );
  });
});

/** Go and JavaScript write the same number differently: 1e-7 is 1e-07. */
function numberless(text: string): string {
  return /^-?[0-9.]+(e[-+]?[0-9]+)?$/.test(text) ? String(Number(text)) : text;
}
