import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../programs/run-program';
import { shared } from './shared';
import { type Tracking, trackingAt } from './training-run';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const params = {
  'sampling.strategy': 'random',
  'sampling.seed': '45',
  'sampling.train.digest': digest('a'),
  'sampling.test.digest': digest('b'),
};
const metrics = {
  'sampling.train.original_rows': 15_927,
  'sampling.train.sampled_rows': 50,
  'sampling.test.original_rows': 4000,
  'sampling.test.sampled_rows': 30,
  'sampling.train.windows': 40,
  test_rmse: 0.04,
  train_rmse: 0.032_087_624_401_144_69,
};

describe.each([2, 3] as const)('check-sampling and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  interface Logged {
    readonly params?: Readonly<Record<string, string>>;
    readonly metrics?: Readonly<Record<string, number | undefined>>;
    readonly of?: string;
  }

  async function judged(logged: Logged = {}, more: Readonly<Record<string, string>> = {}) {
    const { call } = tracking;
    const pipelineRun = `train-${randomUUID()}`;
    const { run } = await call('runs/create', { experiment_id: '0', start_time: Date.now() });
    const { run_id: id } = (run as { info: { run_id: string } }).info;
    for (const [key, value] of Object.entries({ ...metrics, ...logged.metrics }))
      if (value !== undefined) await call('runs/log-metric', { run_id: id, key, value, timestamp: Date.now() });
    for (const [key, value] of Object.entries({ ...params, ...logged.params }))
      await call('runs/log-parameter', { run_id: id, key, value });
    await call('runs/set-tag', { run_id: id, key: 'pipeline.run', value: logged.of ?? pipelineRun });
    return runProgram('check-sampling', {
      MLFLOW_TRACKING_URI: tracking.url,
      DEADLINE_SECONDS: '60',
      PIPELINE_RUN: pipelineRun,
      RUN_ID: id,
      SAMPLE_TRAIN_ROWS: '50',
      SAMPLE_TEST_ROWS: '30',
      SAMPLE_STRATEGY: 'random',
      SAMPLE_SEED: '45',
      SAMPLE_WINDOW: '{"input":10,"output":1}',
      DISTINCT_METRICS: '{"test_rmse":"train_rmse"}',
      ...more,
    });
  }

  it.each<readonly [string, Logged, number, string, RegExp]>([
    ['what the run logged', {}, 0, 'pass', /train has 50 of 15927 rows.*50 rows make 40 windows.*test_rmse and train/],
    [
      'a run that trained on all rows',
      { metrics: { 'sampling.train.sampled_rows': 15_927 } },
      0,
      'fail',
      /15927 rows: 50/,
    ],
    [
      'a run that logged nothing of it',
      { metrics: { 'sampling.train.sampled_rows': undefined } },
      1,
      'error',
      /nobody saw/,
    ],
    ['rows that are NaN', { metrics: { 'sampling.train.sampled_rows': Number.NaN } }, 1, 'error', /no number of rows/],
    ['a part of a row', { metrics: { 'sampling.train.sampled_rows': 49.5 } }, 1, 'error', /no number of rows/],
    [
      'test data that are the training data',
      { params: { 'sampling.test.digest': digest('a') } },
      0,
      'fail',
      /are the train/,
    ],
    [
      'a test metric that equals the one of training to the last digit',
      { metrics: { test_rmse: 0.032_087_624_401_144_69 } },
      0,
      'fail',
      /test_rmse is 0.03208762440114469, and train_rmse is the same/,
    ],
    ['a test metric that nobody logged', { metrics: { test_rmse: undefined } }, 1, 'error', /nobody logged test_rmse/],
    ['what another run of the pipeline saw', { of: 'train-older' }, 1, 'error', /is of train-older/],
  ])('judges %s', async (_, logged, exit, verdict, reason) => {
    const { metrics: some = {}, ...rest } = logged;
    const given = Object.entries(some).map(([key, value]) => [key, Number.isNaN(value) ? ('NaN' as never) : value]);
    const ended = await judged({ ...rest, metrics: Object.fromEntries(given) });
    expect(ended).toMatchObject({ exit, outputs: { verdict, reason: expect.stringMatching(reason) } });
  });

  it('is an error where there is no such run, or no server', async () => {
    const none = await judged({}, { RUN_ID: 'f'.repeat(32) });
    expect(none).toMatchObject({
      exit: 1,
      outputs: { verdict: 'error', reason: expect.stringMatching(/has no run f/) },
    });
    const away = await judged({}, { MLFLOW_TRACKING_URI: 'http://127.0.0.1:9', DEADLINE_SECONDS: '1' });
    expect(away).toMatchObject({ exit: 1, outputs: { verdict: 'error' } });
  });
});
