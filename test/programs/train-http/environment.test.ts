import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planProblems } from '../../../src/programs/train-http/plan-problems';
import { json } from '../candidate';
import { odd, placesIn, withValue } from '../odd-answers';
import { plan, poll, train, trained } from './trained';

const whole = {
  ...plan,
  start: { ...plan.start, idempotencyHeader: 'Idempotency-Key', values: [{ at: ['models', 0], kind: 'text' }] },
  poll,
  statusPath: '/status',
  models: [
    { ...plan.models[0], artifact: 'model' },
    {
      name: 'forest',
      output: 'forest',
      required: false,
      status: { at: 'trained', has: 'forest' },
      run: { name: 'rf', tags: { kind: 'forest' }, params: { trees: '200' } },
    },
  ],
  untrained: [{ name: 'rules', status: { at: 'rules', is: false }, claim: { at: 'trained', has: 'rules' } }],
};

describe('the environment of train-http', () => {
  it('has every variable that is missing or malformed named at once, and no secret', async () => {
    const wrong = {
      TRAINING_URL: 'http://admin:geheim@127.0.0.1:9',
      TRAINING_TOKEN: 'geheim-geheim\n',
      PIPELINE_RUN: '$(id)',
      DEADLINE_SECONDS: 'NaN',
      MLFLOW_TRACKING_URI: '',
    };
    const run = await train({ '/train': json(trained) }, {}, wrong);
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' }, started: 0 });
    for (const name of Object.keys(wrong)) expect(run.outputs.reason).toContain(`${name}: `);
    expect(run.outputs.reason).toContain('TRAINING_TOKEN: ends in a newline');
    expect(run.everything).not.toContain('geheim');
  });

  it('has a plan of which everything that is wrong is told with its place', () => {
    expect(planProblems(whole)).toEqual([]);
    for (const place of placesIn(whole).filter((path) => path.length > 0 && path.at(0) !== 'start'))
      for (const problem of planProblems(withValue(whole, place, () => ({ '$(id)': 1 })))) {
        const [first = ''] = place;
        expect(problem).toMatch(new RegExp(`^(${first}|models\\.|untrained\\.)`));
      }
  });

  it('is refused or taken, whatever stands anywhere in its plan, but never trips over it', () => {
    const places = placesIn(whole).filter((path) => path.length > 0);
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, (place, value) => {
        for (const problem of planProblems(withValue(whole, place, () => value)))
          expect(problem).toMatch(/^[a-z]+.*: /);
      }),
      { numRuns: 500 },
    );
    for (const value of [null, [], 5, 'x', {}]) expect(planProblems(value).length).toBeGreaterThan(0);
  });
});
