import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { legacy, type ModelName } from '../../../examples/iac/models';
import type { Release } from '../release/engine';
import { type Iac, type RetrainOptions, type State, startIac } from './iac';

/** The trainer of threats needs more. */
const tooFew = '100';

const all: readonly ModelName[] = ['failure', 'threat', 'capacity'];

// One after the other: what is in service before decides what is in service after.
describe('the iac example on the real controller', { timeout: 120_000 }, () => {
  let iac: Iac;
  let before: State;
  beforeAll(async () => {
    iac = await startIac();
  }, 120_000);
  afterAll(async () => {
    await iac?.stop();
  });
  beforeEach(async () => {
    iac.engine.behave({});
    for (const name of all) iac.serving.answers(name, 'well');
    before = await iac.state();
  });

  const retrain = (options?: RetrainOptions): Promise<Release> => iac.retrain(options);

  /** These models have a newer version in service than before, the others what they had. */
  async function expectServed(run: Release, names: readonly ModelName[], rejected: readonly ModelName[] = []) {
    const after = await iac.state();
    for (const name of all) {
      const { good, alias, git, runs, open } = after[name];
      expect([name, open], run.log).toEqual([name, false]);
      const next = names.includes(name) ? String(before[name].registered + 1) : before[name].good;
      expect([name, good, alias], run.log).toEqual([name, next, next]);
      expect([name, git, runs], run.log).toEqual([name, next ?? undefined, next ?? undefined]);
      const bad = rejected.includes(name) ? [String(before[name].registered + 1)] : [];
      expect([name, after[name].rejected], run.log).toEqual([name, [...before[name].rejected, ...bad]]);
    }
    return after;
  }

  it('I-S1 good numbers: all three are in service, and their aliases say so', async () => {
    const run = await retrain({ arguments: { 'use-synthetic-data': 'false', 'n-samples': '500' } });
    expect(run.phase, run.log).toBe('Succeeded');
    await expectServed(run, all);
    expect(iac.engine.asked.at(-1)).toMatchObject({
      models: ['failure_predictor', 'threat_detector', 'capacity_forecaster'],
      use_synthetic_data: false,
      n_samples: 500,
      hyperparameters: { capacity_forecaster: { n_estimators: 500, max_depth: 5, learning_rate: 0.1 } },
    });
  });

  it('I-S2 the numbers that were once called a success: nothing is registered, and the report names the three', async () => {
    const chance = { numbers: 'chance' } as const;
    iac.engine.behave({ trainings: { failure: chance, threat: chance, capacity: chance } });
    const run = await retrain();
    expect(run.phase, run.log).toBe('Failed');
    const after = await expectServed(run, []);
    for (const name of all) expect(after[name].registered).toBe(before[name].registered);
    expect(run.log).toMatch(/failure: fail: .*0\.513/);
    expect(run.log).toMatch(/threat: fail: .*0\.155/);
    expect(run.log).toMatch(/capacity: fail: .*0\.014/);
    expect(run.ran).not.toContain('append-layer');
  });

  it('I-S3 one is no better than chance, all or nothing: nothing is released', async () => {
    iac.engine.behave({ trainings: { threat: { numbers: 'chance' } } });
    const run = await retrain({ policy: 'allOrNothing' });
    expect(run.phase, run.log).toBe('Failed');
    await expectServed(run, []);
    expect(run.ran).not.toContain('append-layer');
  });

  it('I-S4 capacity answers 500: it is in service, with a warning; failure does: it is taken back', async () => {
    iac.serving.answers('capacity', 'with 500');
    iac.serving.answers('failure', 'with 500');
    const run = await retrain();
    expect(run.phase, run.log).toBe('Failed');
    const after = await expectServed(run, ['threat', 'capacity'], ['failure']);
    expect(run.log).toMatch(/warning: version \d+: .*status 500/);
    expect(after.failure.reason).toMatch(/status 500/);
  });

  it.each([
    ['its run has no files', { trainings: { threat: { artifacts: false } } }, /has no file of its model/],
    ['its status says that it is not trained', { lies: ['rf_threat_detector'] }, /does not say that it is trained/],
  ])('I-S5 the API answers 200 and of one model %s: nothing is registered', async (_, behaviour, why) => {
    iac.engine.behave(behaviour);
    const run = await retrain();
    expect(run.phase, run.log).toBe('Failed');
    expect(run.log).toMatch(why);
    expect(run.ran).not.toContain('register-models');
    await expectServed(run, []);
  });

  it('I-S6 a rule is said to be trained: nothing is registered; it was never asked for', async () => {
    iac.engine.behave({ lies: ['anomaly_detector'] });
    const run = await retrain();
    expect(run.phase, run.log).toBe('Failed');
    expect(run.log).toMatch(/anomaly_detector/);
    expect(run.ran).not.toContain('register-models');
    await expectServed(run, []);
    for (const { models } of iac.engine.asked) for (const rule of legacy) expect(models).not.toContain(rule);
  });

  it('I-S3 trained in pods, side by side, one is no better than chance: the others are released, and the run is red', async () => {
    const run = await retrain({ submit: 'retrain-in-pods', arguments: { 'n-samples': tooFew } });
    expect(run.phase, run.log).toBe('Failed');
    await expectServed(run, ['failure', 'capacity']);
    expect(run.log).toMatch(/threat: fail: .*0\.155/);
  });
});
