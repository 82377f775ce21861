import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entrant, rank, scoreOf } from '../../../src/programs/select-best/rank';
import type { Score } from '../../../src/programs/select-best/rules';
import { rulesProblems } from '../../../src/programs/select-best/rules-problems';

const lower: Score = { better: 'lower', weights: { rmse: 0.5, mae: 0.3, mse: 0.2 } };
const metrics = (values: Readonly<Record<string, number>>) => new Map(Object.entries(values));

describe('the score of a run', () => {
  it('is the sum of its metrics by their weights', () => {
    expect(scoreOf(lower, metrics({ rmse: 2, mae: 1, mse: 4, more: Number.NaN }))).toBeCloseTo(2.1, 12);
  });

  it.each([
    ['a metric is missing', { rmse: 2, mae: 1 }, 'it logged no mse'],
    ['a metric is NaN', { rmse: Number.NaN, mae: 1, mse: 1 }, 'its rmse is NaN'],
    ['a metric is infinitely good', { rmse: Number.NEGATIVE_INFINITY, mae: 1, mse: 1 }, 'its rmse is -Infinity'],
    ['the sum overflows', { rmse: 1e308, mae: 1e308, mse: -1e308 }, 'its score is too large for a number'],
  ])('is none where %s', (_, values, why) => {
    expect(scoreOf({ better: 'lower', weights: { rmse: 1, mae: 1, mse: 1 } }, metrics(values))).toBe(why);
  });
});

const entrants = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    runId: fc.constant('r'),
    // Few values, so that there are ties.
    score: fc.constantFrom(-1, 0, 0.1, 0.2, 3),
    startedAt: fc.constantFrom(1, 2, 3),
  }),
  { selector: ({ name }) => name, minLength: 1 },
);

describe('the ranking', () => {
  it('begins with one than which no other is better, or as good and newer', () => {
    fc.assert(
      fc.property(entrants, fc.constantFrom('higher', 'lower'), (all, better) => {
        const [best] = rank(all, { better, weights: { m: 1 } }) as [Entrant];
        for (const other of all) {
          const gain = better === 'higher' ? other.score - best.score : best.score - other.score;
          expect(gain).toBeLessThanOrEqual(0);
          if (gain === 0) expect(other.startedAt).toBeLessThanOrEqual(best.startedAt);
        }
      }),
    );
  });

  it('has everybody once', () => {
    fc.assert(
      fc.property(entrants, (all) => {
        const names = rank(all, lower).map(({ name }) => name);
        expect(names.toSorted()).toEqual(all.map(({ name }) => name).toSorted());
      }),
    );
  });
});

describe('rules of a selection', () => {
  const good = { members: [{ name: 'gru', required: true }], minCandidates: 1, score: lower };
  it('are well where all is there', () => expect(rulesProblems(good)).toEqual([]));
  it.each([
    ['nothing', undefined, /expected an object/],
    ['a word that is not known', { ...good, tie: 'newest' }, /^tie: is not known$/],
    ['no members', { ...good, members: [] }, /members: expected at least one/],
    ['a member without a name', { ...good, members: [{ required: true }] }, /members: expected \{ name/],
    ['two of a name', { ...good, members: [...good.members, ...good.members] }, /two are called 'gru'/],
    ['more candidates than members', { ...good, minCandidates: 2 }, /from 1 to 1/],
    ['no candidates', { ...good, minCandidates: 0 }, /from 1 to 1/],
    ['no weights', { ...good, score: { better: 'lower', weights: {} } }, /a number for each metric/],
    ['a weight of nothing', { ...good, score: { better: 'lower', weights: { m: 0 } } }, /weights.m: expected a number/],
    ['a weight that is none', { ...good, score: { better: 'lower', weights: { m: '1' } } }, /weights.m: expected/],
    ['a metric with a tag', { ...good, score: { better: 'lower', weights: { '{{m}}': 1 } } }, /no metric is called/],
    ['no direction', { ...good, score: { better: 'best', weights: { m: 1 } } }, /'higher' or 'lower'/],
  ])('are refused with %s', (_, rules, problem) => expect(rulesProblems(rules).join('; ')).toMatch(problem));
});
