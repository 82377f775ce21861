import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { configurationOf, hashOf } from '../../src/programs/find-trained/configuration';
import { runProgram } from '../programs/run-program';
import { shared } from './shared';
import { logModel2, logModel3, type Tracking, trackingAt } from './training-run';

const definition = `sha256:${'a'.repeat(64)}`;
const inputs = [
  { name: 'epochs', kind: 'integer' },
  { name: 'data', kind: 'text' },
] as const;

describe.each([2, 3] as const)('training once and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  interface Training {
    readonly of?: string | undefined;
    readonly status?: string;
    readonly experiment?: string;
    readonly rmse?: number;
  }

  async function trained({ of, status = 'FINISHED', experiment = '0', rmse = 1 }: Training = {}): Promise<string> {
    const { call } = tracking;
    const { run } = await call('runs/create', { experiment_id: experiment, start_time: Date.now() });
    const { run_id: id } = (run as { info: { run_id: string } }).info;
    await call('runs/log-metric', { run_id: id, key: 'rmse', value: rmse, timestamp: Date.now() });
    if (of !== undefined) await call('runs/set-tag', { run_id: id, key: 'pipeline.run', value: of });
    if (status !== 'RUNNING') await call('runs/update', { run_id: id, status, end_time: Date.now() });
    return id;
  }

  /** One configuration that no other test has, and what the programs say of it. */
  function configuration() {
    const model = `m-${randomUUID()}`;
    const data = randomUUID();
    const server = { MLFLOW_TRACKING_URI: tracking.url, MLFLOW_REGISTERED_MODEL: model, DEADLINE_SECONDS: '60' };
    const values = { INPUT_0: '5', INPUT_1: data };
    const hash = hashOf(configurationOf(model, { definition, inputs }, values));
    return {
      model,
      hash,
      find: (more: Readonly<Record<string, string>> = {}) => {
        const identity = { IDENTITY: JSON.stringify({ definition, inputs }), FORCE: 'false' };
        return runProgram('find-trained', { ...server, ...identity, ...values, ...more });
      },
      mark: (run: string, more: Readonly<Record<string, string>> = {}) =>
        runProgram('mark-trained', { ...server, CONFIG_HASH: hash, RUN_ID: run, PIPELINE_RUN: 'this', ...more }),
      async register(run: string): Promise<string> {
        if (major === 2) await logModel2(tracking, run);
        else await logModel3(tracking, run);
        const ended = await runProgram('register-model', { ...server, RUN_ID: run });
        expect(ended).toMatchObject({ exit: 0 });
        return ended.outputs['model-version'] ?? '';
      },
    };
  }

  const none = (hash: string) => ({
    exit: 0,
    outputs: { outcome: 'none', 'config-hash': hash, 'trained-run': 'none', 'trained-version': 'none' },
  });

  it('finds what was marked, with the version that it was registered as', async () => {
    const { hash, find, mark, register } = configuration();
    expect(await find()).toMatchObject(none(hash));
    const run = await trained({ of: 'this' });
    const version = await register(run);
    const marked = await mark(run, { MODEL_VERSION: version });
    expect(marked).toMatchObject({
      exit: 0,
      outputs: { outcome: 'trained', 'trained-run': run, 'trained-version': version },
    });
    const found = await find();
    expect(found).toMatchObject({
      exit: 0,
      outputs: { outcome: 'found', 'config-hash': hash, 'trained-run': run, 'trained-version': version },
    });
    expect(found.outputs.reason).toMatch(/^cached: version 1 of m-/);
    expect(await find({ INPUT_0: '6' })).toMatchObject({ exit: 0, outputs: { outcome: 'none' } });
    expect(await find({ INPUT_0: '5.0' })).toMatchObject({ outputs: { outcome: 'found' } });
  });

  it('marks the run of a version where training hands on no run', async () => {
    const { find, mark, register } = configuration();
    const run = await trained();
    const version = await register(run);
    expect(await mark('', { MODEL_VERSION: version })).toMatchObject({ exit: 0, outputs: { 'trained-run': run } });
    expect(await find()).toMatchObject({ outputs: { outcome: 'found', 'trained-run': run } });
    const neither = await mark('');
    expect(neither).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(neither.outputs.reason).toMatch(/RUN_ID: is not set, nor is MODEL_VERSION/);
    expect(await mark('', { MODEL_VERSION: '99' })).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
  });

  it('trains in any case where it is forced, without asking', async () => {
    const { hash, find, mark } = configuration();
    await mark(await trained());
    const away = { MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' };
    expect(await find({ FORCE: 'true', ...away })).toMatchObject({
      exit: 0,
      outputs: { outcome: 'forced', 'config-hash': hash, 'trained-run': 'none' },
    });
  });

  it('is red where MLflow does not answer: neither cached nor trained again without a word', async () => {
    const { find, mark } = configuration();
    const away = { MLFLOW_TRACKING_URI: 'http://127.0.0.1:9', DEADLINE_SECONDS: '1' };
    expect(await find(away)).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(await mark(await trained(), away)).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
  });

  it('2.3-5: does not find what was trained and not marked, as nothing is that was rejected', async () => {
    const { hash, find, register } = configuration();
    await register(await trained({ of: 'this' }));
    expect(await find()).toMatchObject(none(hash));
  });

  it.each<readonly [string, Training, RegExp]>([
    ['a run that failed', { status: 'FAILED' }, /is FAILED, not FINISHED/],
    ['a run that goes on', { status: 'RUNNING' }, /is RUNNING, not FINISHED/],
    ['a run of another run of the pipeline', { of: 'train-older' }, /is of train-older/],
  ])('does not mark %s, and says so', async (_, training, why) => {
    const { hash, find, mark } = configuration();
    const marked = await mark(await trained(training));
    expect(marked).toMatchObject({ exit: 0, outputs: { outcome: 'trained', reason: expect.stringMatching(why) } });
    expect(await find()).toMatchObject(none(hash));
  });

  it('finds a run in another experiment, and one without a version', async () => {
    const { find, mark } = configuration();
    const { experiment_id: experiment } = await tracking.call('experiments/create', { name: randomUUID() });
    const run = await trained({ experiment: String(experiment) });
    await mark(run);
    expect(await find()).toMatchObject({
      outputs: { outcome: 'found', 'trained-run': run, 'trained-version': 'none' },
    });
  });

  it('does not find what was deleted since: the run, or its version', async () => {
    const { hash, model, find, mark, register } = configuration();
    const first = await trained();
    await mark(first, { MODEL_VERSION: await register(first) });
    const second = await trained();
    const version = await register(second);
    await mark(second, { MODEL_VERSION: version });
    expect(await find()).toMatchObject({ outputs: { outcome: 'found', 'trained-version': version } });
    await tracking.call('model-versions/delete', { name: model, version }, 'DELETE');
    const found = await find();
    expect(found).toMatchObject({ outputs: { outcome: 'found', 'trained-run': first } });
    expect(found.stdout).toContain(`run ${second} does not count: version ${version} of ${model} was deleted`);
    await tracking.call('runs/delete', { run_id: first });
    expect(await find()).toMatchObject(none(hash));
  });

  it('takes no harm from two equal runs that race: both train, and the newer one is found', async () => {
    const { find, mark } = configuration();
    const runs = [await trained({ of: 'a' }), await trained({ of: 'b' })];
    const marked = await Promise.all(runs.map((run, i) => mark(run, { PIPELINE_RUN: 'ab'[i] ?? '' })));
    expect(marked.map(({ outputs }) => outputs.outcome)).toEqual(['trained', 'trained']);
    expect(await find()).toMatchObject({ outputs: { outcome: 'found', 'trained-run': runs[1] } });
  });

  it('F-S5: an older and better run of the same configuration is never selected', async () => {
    const { hash, find, mark } = configuration();
    const older = await trained({ of: 'train-older', rmse: 0.1 });
    await mark(older, { PIPELINE_RUN: 'train-older' });
    expect(await find({ FORCE: 'true' })).toMatchObject({ outputs: { outcome: 'forced', 'config-hash': hash } });
    const own = await trained({ of: 'train-now', rmse: 0.9 });
    const members = ['gru', 'lstm'].map((name) => ({ name, required: false }));
    const selected = await runProgram('select-best', {
      MLFLOW_TRACKING_URI: tracking.url,
      DEADLINE_SECONDS: '60',
      PIPELINE_RUN: 'train-now',
      SELECTION: JSON.stringify({ members, minCandidates: 1, score: { better: 'lower', weights: { rmse: 1 } } }),
      RUN_OF_GRU: own,
      RUN_OF_LSTM: older,
    });
    expect(selected).toMatchObject({ exit: 0, outputs: { 'run-id': own, considered: 'gru=0.9,lstm=none' } });
    const unmarkable = await mark(older, { PIPELINE_RUN: 'train-now' });
    expect(unmarkable.outputs.reason).toMatch(/not marked: it is of train-older/);
  });
});
