import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../release/engine';
import { type Flts, type Logged, startFlts } from './flts';
import type { Odd } from './image/odd';

let flts: Flts;
beforeAll(async () => {
  flts = await startFlts();
}, 120_000);
afterAll(() => flts?.stop());

const scoreOf = ({ metrics }: Logged) =>
  0.5 * (metrics.test_rmse ?? Number.NaN) +
  0.3 * (metrics.test_mae ?? Number.NaN) +
  0.2 * (metrics.test_mse ?? Number.NaN);
const best = (runs: readonly Logged[]) =>
  runs.toSorted((a, b) => scoreOf(a) - scoreOf(b) || b.startedAt - a.startedAt)[0];
const trained = ({ ran }: Release) =>
  ran.filter((step) => ['gru', 'lstm', 'prophet', 'train-gru', 'train-lstm', 'nonml-prophet'].includes(step));

/** The best of these runs is promoted, answers, and was told of. */
async function expectPromoted(run: Release, runs: readonly Logged[]): Promise<void> {
  expect(run.phase, run.log).toBe('Succeeded');
  const runId = best(runs)?.id;
  const pointer = await flts.pointer();
  expect(pointer, run.log).toMatchObject({ runId });
  expect(flts.inference.loaded).toEqual({ runId, modelVersion: pointer?.modelVersion });
  expect(flts.told.at(-1)).toMatchObject({
    type: 'model-selected',
    data: { runId, modelVersion: pointer?.modelVersion },
  });
  expect(await flts.record()).toMatchObject({ open: false, good: pointer?.modelVersion });
  const history = await flts.store.read('model-promotion', `history/${pointer?.token}.json`);
  expect(JSON.parse(history?.toString() ?? 'null')).toEqual(pointer);
}

/** A night after which all is as it was before. */
async function expectNothing(odd: Readonly<Record<string, Odd>>, preset: 'dev' | 'prod' = 'dev'): Promise<Release> {
  const before = [await flts.pointer(), flts.told.length, flts.inference.loaded];
  const run = await flts.night({ odd, preset });
  expect(run.phase, run.log).toBe('Failed');
  expect([await flts.pointer(), flts.told.length, flts.inference.loaded], run.log).toEqual(before);
  return run;
}

// One after the other: what is promoted before decides what is promoted after.
describe('nights of the example flts', { timeout: 150_000 }, () => {
  it('F-S1 all three train: the best of them answers', async () => {
    const run = await flts.night({ table: 'first.json' });
    const runs = await flts.newRuns();
    expect(runs.map(({ name }) => name).sort(), run.log).toEqual(['GRU', 'LSTM', 'PROPHET']);
    await expectPromoted(run, runs);
    for (const bucket of ['inference-txt-logs', 'processed-data', 'mlflow'])
      await flts.store.write(bucket, 'is-there', '');
  });

  it('F-S8 the same is asked for again: nothing is trained, and nothing changes', async () => {
    const before = await flts.pointer();
    const run = await flts.night({ table: 'first.json' });
    expect(run.phase, run.log).toBe('Succeeded');
    expect(trained(run)).toEqual([]);
    expect(await flts.newRuns()).toEqual([]);
    expect(await flts.pointer()).toEqual(before);
    expect(flts.told).toHaveLength(1);
  });

  it('F-S2 F-S5 F-S7 Prophet fails, two have the same score, and an older run was better: the newest of this night wins', async () => {
    const metrics = { test_rmse: 0.2, test_mae: 0.2, test_mse: 0.2 };
    const { run: old } = (await flts.tracking.call('runs/create', {
      experiment_id: '0',
      start_time: Date.now(),
      tags: [{ key: 'pipeline.run', value: 'retrain-of-last-week' }],
    })) as { run: { info: { run_id: string } } };
    for (const key of Object.keys(metrics))
      await flts.tracking.call('runs/log-metric', { run_id: old.info.run_id, key, value: 0, timestamp: Date.now() });
    await flts.tracking.call('runs/update', { run_id: old.info.run_id, status: 'FINISHED', end_time: Date.now() });
    await flts.newRuns();
    const run = await flts.night({ odd: { PROPHET: { exit: 1 }, GRU: { metrics }, LSTM: { metrics } } });
    const runs = await flts.newRuns();
    expect(runs.map(({ name }) => name).sort(), run.log).toEqual(['GRU', 'LSTM']);
    await expectPromoted(run, runs);
  });

  it('F-S9 inference keeps the old model: it is promoted again, and nobody is told', async () => {
    const before = await flts.pointer();
    const told = flts.told.length;
    flts.inference.keep();
    const run = await flts.night();
    flts.inference.mend();
    expect(run.phase, run.log).toBe('Failed');
    const { modelVersion, runId, uri } = before ?? {};
    const after = await flts.pointer();
    expect(after, run.log).toMatchObject({ modelVersion, runId, uri });
    expect(after?.token).toBeGreaterThan(before?.token ?? 0);
    expect(flts.told).toHaveLength(told);
    expect(await flts.record()).toMatchObject({ open: false, good: modelVersion });
    await flts.newRuns();
  });

  it('F-S9 inference answers something else with it: the model before is promoted again', async () => {
    const before = await flts.pointer();
    flts.inference.answer({ prediction: 'tomorrow' });
    const run = await flts.night();
    flts.inference.mend();
    expect(run.phase, run.log).toBe('Failed');
    expect(await flts.pointer(), run.log).toMatchObject({ runId: before?.runId });
    await expect.poll(() => flts.inference.loaded?.runId).toBe(before?.runId);
  });

  it('F-S6 more rows are there than were asked for: nothing is trained', async () => {
    const run = await expectNothing({ preprocess: { rows: 60 } });
    expect(trained(run), run.log).toEqual([]);
  });

  it('F-S6 the test data are the training data: nothing is trained', async () => {
    const run = await expectNothing({ preprocess: { testIsTrain: true } });
    expect(trained(run), run.log).toEqual([]);
  });

  it('F-S4 no member has a number: nobody is chosen', async () => {
    const metrics = { test_rmse: 'NaN' } as const;
    const run = await expectNothing({ GRU: { metrics }, LSTM: { metrics }, PROPHET: { metrics } });
    expect(run.ran, run.log).not.toContain('register-model');
  });

  it('F-S3 Prophet fails and must take part: nobody is chosen', async () => {
    const run = await expectNothing({ PROPHET: { exit: 1 } }, 'prod');
    expect(run.ran, run.log).toContain('select-best');
    expect(run.ran).not.toContain('register-model');
  });
});
