import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedTruth } from '../../src/lint/serving/route-condition';
import { askArgo } from '../expr/argo/ask-argo';

/** Nothing is said of a condition that depends on the request. */
const table: readonly (readonly [condition: string, truth?: boolean])[] = [
  ['{ .input.userId == 1 }', true],
  ["{ .predictions[0].class == 'dog' }", true],
  ['{country}', true],
  ['[country,city]', true],
  ["country == 'de'", false],
  ['$.country', false],
  ["$request.country == 'de'", false],
  ['country=="de"', false],
  ['[@this].#(country=="de")'],
  ['instances.#(modelId=="1")'],
  ['instances.#(modelId=="1")#'],
  ['predictions.0.class'],
  ['{country}.country'],
  ['country'],
  ['a\\.b'],
];

const body = fc.dictionary(
  fc.constantFrom('country', 'city', 'predictions', 'instances', 'input', 'de'),
  fc.oneof(
    fc.constantFrom('de', 'fr', 1, true),
    fc.array(fc.dictionary(fc.constantFrom('class', 'modelId'), fc.constantFrom('1', 'dog'))),
  ),
  { noNullPrototype: true },
);
const bodies = [{}, ...fc.sample(body, { numRuns: 200, seed: 11 })];

describe('what always or never holds in a graph', () => {
  it.each(table.map(([condition, truth]) => ({ condition, truth })))(
    'is $truth for $condition',
    ({ condition, truth }) => {
      expect(fixedTruth(condition)).toBe(truth);
    },
  );

  const fixed = table.flatMap(([text, truth]) => (truth === undefined ? [] : [{ text, truth }]));
  const questions = fixed.flatMap(({ text }) => bodies.map((scope) => ({ kind: 'gjson' as const, text, scope })));
  const answers = askArgo(questions);
  it.skipIf(answers === undefined)('does so in whatever request the router gets', () => {
    const expected = fixed.flatMap(({ truth }) => bodies.map(() => truth));
    expect(answers?.map(({ truth }) => truth)).toEqual(expected);
  });
});
