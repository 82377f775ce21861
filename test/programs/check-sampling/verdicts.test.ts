import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSampling, verdictOf } from '../../../src/programs/check-sampling/judge-sampling';
import { variableOf } from '../../../src/programs/check-sampling/observation';
import { runProgram } from '../run-program';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const asked = { trainRows: 50, testRows: 30, strategy: 'head', seed: 45, window: undefined } as const;
const seen = {
  trainOriginalRows: '15927',
  trainSampledRows: '50',
  trainDigest: digest('a'),
  testOriginalRows: '4000',
  testSampledRows: '30',
  testDigest: digest('b'),
  samplingStrategy: 'head',
  samplingSeed: '45',
};
const judge = (rules: object, saw: object) => verdictOf(judgeSampling({ ...asked, ...rules }, { ...seen, ...saw }));
const windows = { window: { input: 10, output: 1 } };

describe('check-sampling', () => {
  it.each<readonly [string, object, object, string, RegExp]>([
    ['both tables sampled as asked', {}, {}, 'pass', /train has 50 of 15927 rows; test has 30 of 4000 rows/],
    ['sampling switched off', { trainRows: 0 }, { trainSampledRows: '15927' }, 'pass', /train has 15927 of 15927/],
    ['a table with as many rows as asked for', {}, { trainOriginalRows: '50' }, 'pass', /train has 50 of 50/],
    [
      'a table with fewer rows than asked for',
      {},
      { trainOriginalRows: '20', trainSampledRows: '20' },
      'pass',
      /train has 20 of 20/,
    ],
    ['the seed of rows from the head', {}, { samplingSeed: '1' }, 'pass', /sampled by head/],
    [
      'random rows by the seed',
      { strategy: 'random' },
      { samplingStrategy: 'random' },
      'pass',
      /sampled by random; the seed is 45/,
    ],
    ['40 windows of 50 rows', windows, { trainWindows: '40' }, 'pass', /50 rows make 40 windows of 10 and 1/],
    [
      'no word on the way where nothing was to be sampled',
      { trainRows: 0, testRows: 0 },
      { trainSampledRows: '15927', testSampledRows: '4000', samplingStrategy: undefined, samplingSeed: undefined },
      'pass',
      /test has 4000 of 4000/,
    ],

    [
      'all rows where 50 were asked for',
      {},
      { trainSampledRows: '15927' },
      'fail',
      /train has 15927 rows: 50 of 15927/,
    ],
    ['a row more', {}, { trainSampledRows: '51' }, 'fail', /51 rows/],
    ['a row less', {}, { testSampledRows: '29' }, 'fail', /test has 29 rows: 30 of 4000/],
    [
      'rows taken though all were to be',
      { trainRows: 0 },
      {},
      'fail',
      /train has 50 rows: the table has 15927, and all/,
    ],
    ['more rows than there are', { trainRows: 0 }, { trainSampledRows: '15928' }, 'fail', /15928/],
    ['a table without rows', { trainRows: 0 }, { trainOriginalRows: '0', trainSampledRows: '0' }, 'fail', /0 rows/],
    ['another strategy', {}, { samplingStrategy: 'random' }, 'fail', /by random, not by head/],
    [
      'another seed',
      { strategy: 'random' },
      { samplingStrategy: 'random', samplingSeed: '42' },
      'fail',
      /the seed is 42, not 45/,
    ],
    ['test data that are the training data', {}, { testDigest: digest('a') }, 'fail', /are the training data/],
    ['windows over all rows', windows, { trainWindows: '15917' }, 'fail', /40 windows of 10 and 1, and 15917 were/],
    [
      'rows for no window',
      windows,
      { trainOriginalRows: '9', trainSampledRows: '9', trainWindows: '0' },
      'fail',
      /9 rows/,
    ],
    ['a failure beside something unseen', {}, { trainSampledRows: '51', testDigest: '' }, 'fail', /51/],

    ['nothing seen of the rows', {}, { trainSampledRows: undefined }, 'error', /nobody saw trainSampledRows/],
    ['an empty number of rows', {}, { trainOriginalRows: '' }, 'error', /nobody saw trainOriginalRows/],
    ['rows that are no number', {}, { trainSampledRows: '5e1' }, 'error', /no number of rows/],
    ['rows that are negative', {}, { trainSampledRows: '-50' }, 'error', /no number of rows/],
    ['no strategy where rows were taken', {}, { samplingStrategy: undefined }, 'error', /nobody saw samplingStrategy/],
    [
      'no seed of random rows',
      { strategy: 'random' },
      { samplingStrategy: 'random', samplingSeed: undefined },
      'error',
      /nobody saw samplingSeed/,
    ],
    ['no digest', {}, { testDigest: undefined }, 'error', /nobody saw testDigest/],
    ['a digest that is none', {}, { testDigest: 'sha256:b' }, 'error', /no digest/],
    ['no windows', windows, {}, 'error', /nobody saw trainWindows/],
  ])('says of %s', (_, rules, saw, verdict, reason) => {
    expect(judge(rules, saw)).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
  });

  const count = fc.nat(200);
  it('passes what sampling does, and nothing that is a row off', () => {
    fc.assert(
      fc.property(count, fc.integer({ min: 1, max: 200 }), fc.constantFrom(-1, 0, 1), (rows, original, off) => {
        const right = rows > 0 && original > rows ? rows : original;
        const { verdict } = judge(
          { trainRows: rows },
          { trainOriginalRows: String(original), trainSampledRows: String(right + off) },
        );
        expect(verdict).toBe(off === 0 ? 'pass' : 'fail');
      }),
    );
  });

  it('passes nothing of which a part was not seen', () => {
    const parts = Object.keys(seen) as (keyof typeof seen)[];
    fc.assert(
      fc.property(fc.subarray(parts, { minLength: 1 }), (gone) => {
        const { verdict } = judge(
          { strategy: 'random' },
          { samplingStrategy: 'random', ...Object.fromEntries(gone.map((part) => [part, undefined])) },
        );
        expect(verdict).toBe('error');
      }),
    );
  });

  const environment = {
    SAMPLE_TRAIN_ROWS: '50',
    SAMPLE_TEST_ROWS: '30',
    SAMPLE_STRATEGY: 'head',
    SAMPLE_SEED: '45',
    ...Object.fromEntries(Object.entries(seen).map(([name, text]) => [variableOf(name as keyof typeof seen), text])),
  };

  it.each<readonly [string, Record<string, string>, number, string, RegExp]>([
    ['what was handed on', {}, 0, 'pass', /train has 50/],
    ['what differs', { OBSERVED_TRAIN_SAMPLED_ROWS: '15927' }, 0, 'fail', /15927/],
    ['what is missing', { OBSERVED_TRAIN_SAMPLED_ROWS: '' }, 1, 'error', /nobody saw/],
    ['a preset that is none', { SAMPLE_STRATEGY: 'tail' }, 1, 'error', /SAMPLE_STRATEGY: expected head, random/],
    ['a window that is none', { SAMPLE_WINDOW: '{"input":0}' }, 1, 'error', /SAMPLE_WINDOW: expected rows from 1/],
  ])('as a program judges %s', async (_, more, exit, verdict, reason) => {
    const ended = await runProgram('check-sampling', { ...environment, ...more });
    expect(ended).toMatchObject({ exit, outputs: { verdict, reason: expect.stringMatching(reason) } });
  });
});
