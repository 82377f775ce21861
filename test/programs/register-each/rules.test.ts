import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRun } from '../../../src/programs/register-each/judge-run';
import type { LoggedMetrics } from '../../../src/programs/register-each/rules';
import { rulesProblems } from '../../../src/programs/register-each/rules-problems';

const member = {
  name: 'failure',
  required: true,
  model: 'failure',
  evaluate: { metrics: { val_auc: { atLeast: 0.6 } } },
  alias: 'champion',
};
const good = { policy: 'perModel', members: [member] };
const having = (more: object) => ({ ...good, members: [{ ...member, ...more }] });

describe('rules of a registration', () => {
  it.each([
    ['one member', good],
    ['names of metrics as MLflow has them', having({ evaluate: { metrics: { 'val/auc 1.0': { atLeast: 0.6 } } } })],
    ['one model twice, under two aliases', { ...good, members: [member, { ...member, name: 'b', alias: 'other' }] }],
  ])('are well with %s', (_, rules) => expect(rulesProblems(rules)).toEqual([]));

  it.each<readonly [string, unknown, RegExp]>([
    ['nothing', undefined, /expected an object/],
    ['a list', [], /expected an object/],
    ['a word that is not known', { ...good, alias: 'x' }, /^alias: is not known$/],
    ['another policy', { ...good, policy: 'most' }, /policy: expected perModel or allOrNothing/],
    ['no members', { ...good, members: [] }, /members: expected at least one/],
    ['two of a name', { ...good, members: [member, member] }, /two are called 'failure'/],
    ['two for one alias', { ...good, members: [member, { ...member, name: 'b' }] }, /two of them are failure@champion/],
    ['a member without a model', having({ model: undefined }), /failure.model: expected a text/],
    ['a model that MLflow refuses', having({ model: 'a/b' }), /failure.model: expected the name/],
    ['an alias that MLflow keeps', having({ alias: 'v7' }), /failure.alias/],
    ['an artifact outside', having({ artifact: '../x' }), /failure.artifact/],
    ['a loader that nobody knows', having({ loadableBy: 'torch' }), /failure.loadableBy/],
    ['a word of a member that is not known', having({ stage: 'x' }), /failure.stage: is not known/],
    ['no limits', having({ evaluate: { metrics: { val_auc: {} } } }), /evaluate.val_auc: has no limit/],
    ['no metrics', having({ evaluate: {} }), /evaluate.metrics: expected rules/],
    [
      'a metric that nobody could log',
      having({ evaluate: { metrics: { '{{x}}': { atLeast: 1 } } } }),
      /can be called so/,
    ],
    [
      'a champion',
      having({
        evaluate: { metrics: { a: { better: 'higher', atLeast: 1, champion: { of: 'b', gain: { atLeast: 0 } } } } },
      }),
      /metrics.a.champion: a run has no numbers of another/,
    ],
  ])('are refused with %s', (_, rules, problem) => expect(rulesProblems(rules).join('; ')).toMatch(problem));
});

const rules: LoggedMetrics = {
  metrics: { val_r2: { better: 'higher', atLeast: 0.3, gap: { to: 'train_r2', atMost: 0.2 } } },
  samples: { of: 'val_rows', atLeast: 200 },
};
const number = fc.oneof(
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.3, 0.5, 0.7),
  fc.double(),
);

describe('a run', () => {
  it('passes by exactly the limits of its rules, whatever it logged', () => {
    fc.assert(
      fc.property(fc.option(number), fc.option(number), fc.option(number), (value, train, rows) => {
        const logged = new Map(
          Object.entries({ val_r2: value, train_r2: train, val_rows: rows }).flatMap(([name, each]) =>
            each === null ? [] : [[name, each] as const],
          ),
        );
        if (judgeRun(rules, logged).verdict !== 'pass') return;
        expect(Number.isFinite(value) && Number.isFinite(train) && Number.isFinite(rows)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0.3);
        expect(rows).toBeGreaterThanOrEqual(200);
        expect(Number(train) - Number(value)).toBeLessThanOrEqual(0.2 + 1e-9);
      }),
    );
    expect(
      judgeRun(
        rules,
        new Map([
          ['val_r2', 0.5],
          ['train_r2', 0.7],
          ['val_rows', 200],
        ]),
      ).verdict,
    ).toBe('pass');
  });
});
