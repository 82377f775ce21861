import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeYaml } from '../../src/yaml/write';
import { readers } from './readers';
import { trickyStrings } from './tricky-strings';

/** Numbers survive as JSON has them: it knows no -0. */
function asJson(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner)]));
}

const text = fc
  .oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...trickyStrings), fc.string({ maxLength: 4 })), { maxLength: 5 })
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.stringMatching(/^[-+.0-9a-fA-FxobeE_: TZ]{1,12}$/),
    fc.array(fc.constantFrom('\n', ' ', '\t', 'a', '#', '-', ':'), { maxLength: 12 }).map((parts) => parts.join('')),
  )
  .map((value) => value.replace(/[\ud800-\udfff]/gu, '?'));

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(1e21, 1e-7, 1e20, 2 ** 53, 5e-324, Number.MAX_VALUE),
);

const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { depthSize: 'medium' },
    { weight: 4, arbitrary: text },
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(text, tie('document'), { maxKeys: 4, noNullPrototype: true }),
    fc.dictionary(fc.constantFrom('args', 'name', 'value'), tie('document'), { noNullPrototype: true }),
  ),
}));

const tricky = trickyStrings.flatMap((value): unknown[] => [
  value,
  { a: value },
  [value],
  [[value], { name: value }],
  { a: { b: [value] } },
  ...(value === '__proto__'
    ? []
    : [{ [value]: 1 }, [{ [value]: { [value]: [value] } }], { [value]: value, name: value }]),
  { long: 'x '.repeat(600) + value },
]);
const longKeys = [900, 1000, 1023, 1024, 1025, 5000].flatMap((length) => [
  { ['k'.repeat(length)]: ['a'] },
  [{ ['é '.repeat(length / 2)]: { a: 'x\ny' }, ['b: '.repeat(length / 3)]: [] }],
]);
const ownProto = JSON.parse('{"__proto__": {"constructor": 1}, "list": [{"__proto__": 2, "name": "a"}]}') as unknown;

const samples = (count: number, seed: number): unknown[] => fc.sample(document, { numRuns: count, seed });

describe.each(readers())('$name gives back exactly what was written', ({ read }) => {
  it.each([
    ['texts that are easily mistaken', [...tricky, ownProto]],
    ['keys longer than readers look for a colon', longKeys],
    ['documents made at random', samples(4000, 20_261_121).map(asJson)],
    ['other documents made at random', samples(4000, Date.now()).map(asJson)],
  ])('%s', (_, values) => {
    const documents = values.map(writeYaml);
    const answers = read(documents);
    const wrong = values.flatMap((value, i) => {
      const answer = answers[i];
      const same = answer !== undefined && 'value' in answer && isSame(asJson(answer.value), value);
      return same ? [] : [{ value, written: documents[i], read: answer }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** JSON with sorted keys, as readers need not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))
      : inner,
  );
}
