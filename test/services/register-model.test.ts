import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { json } from '../programs/candidate';
import { type Run, runProgram } from '../programs/run-program';
import type { Fault } from './faulty/exchange';
import {
  delayed,
  halfAnswer,
  halfRequest,
  instead,
  lostAnswer,
  lostRequest,
  pass,
  silence,
  status,
  together,
} from './faulty/faults';
import { faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import { shared } from './shared';
import { logFile, logModel2, logModel3, type Tracking, trackingAt, trainingRun, versionsOf } from './training-run';

function register(url: string, more: Readonly<Record<string, string>>, options = {}): Promise<Run> {
  const environment = { MLFLOW_TRACKING_URI: url, DEADLINE_SECONDS: '60', PIPELINE_RUN: 'train-model-x7k2p' };
  return runProgram('register-model', { ...environment, ...more }, options);
}

describe.each([2, 3] as const)('register-model and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  /** A run with a model, and the name to register it under. */
  async function trained(): Promise<{ RUN_ID: string; MLFLOW_REGISTERED_MODEL: string }> {
    const run = await trainingRun(tracking);
    await (major === 2 ? logModel2(tracking, run) : logModel3(tracking, run));
    return { RUN_ID: run, MLFLOW_REGISTERED_MODEL: randomUUID() };
  }

  it('registers a run once, however often it is asked to', async () => {
    const given = await trained();
    const first = await register(tracking.url, given);
    expect(first).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'registered', 'model-version': '1' } });
    expect(first.outputs['run-id']).toBe(given.RUN_ID);
    expect(first.outputs['artifact-uri']).toMatch(/^mlflow-artifacts:\/0\/.*[a-z0-9]+(\/artifacts)?(\/model)?$/);
    // Another pipeline run that is started for the same training run.
    const again = await register(tracking.url, { ...given, PIPELINE_RUN: 'another-run' });
    expect(again).toMatchObject({ exit: 0, outputs: { outcome: 'already-registered', 'model-version': '1' } });
    expect(again.outputs['artifact-uri']).toBe(first.outputs['artifact-uri']);
    const versions = await versionsOf(tracking, given.MLFLOW_REGISTERED_MODEL);
    expect(versions).toEqual([{ version: '1', run: given.RUN_ID, tags: { 'pipeline.run': 'train-model-x7k2p' } }]);
  });

  it('has the alias name the newest version, and never moves it back', async () => {
    const old = { ...(await trained()), ALIAS: 'development' };
    const newer = { ...old, RUN_ID: (await trained()).RUN_ID };
    const named = async () => {
      const query = new URLSearchParams({ name: old.MLFLOW_REGISTERED_MODEL, alias: 'development' });
      const { model_version } = await tracking.call(`registered-models/alias?${query}`);
      return (model_version as { version: string }).version;
    };
    const first = await register(tracking.url, old);
    expect(first.outputs).toMatchObject({
      'model-version': '1',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(await named()).toBe('1');
    expect((await register(tracking.url, newer)).outputs['model-version']).toBe('2');
    expect(await named()).toBe('2');
    expect((await register(tracking.url, old)).outputs.outcome).toBe('already-registered');
    expect(await named()).toBe('2');
  });

  it('gives the next run the next version', async () => {
    const given = await trained();
    await register(tracking.url, given);
    const { RUN_ID } = await trained();
    expect((await register(tracking.url, { ...given, RUN_ID })).outputs['model-version']).toBe('2');
  });

  it.each([
    ['a model that has versions already', true],
    ['a model that is new', false],
  ])('gives twelve who register the same run of %s at once one version, and marks the others', async (_, exists) => {
    const given = await trained();
    const name = given.MLFLOW_REGISTERED_MODEL;
    if (exists) await tracking.call('registered-models/create', { name });
    const proxy = await faulty(tracking);
    // All have seen that there is none before any makes one.
    proxy.inject(together(12), { on: /model-versions\/search/, times: 12 });
    const runs = await Promise.all(
      Array.from({ length: 12 }, (_, i) => register(proxy.url, { ...given, PIPELINE_RUN: `run-${i}` })),
    );
    await proxy.stop();
    expect(runs.map(({ exit, outputs }) => (exit === 0 ? outputs['model-version'] : outputs.reason))).toEqual(
      Array(12).fill('1'),
    );
    const versions = await versionsOf(tracking, name);
    // The server really was asked to make several: this is what the tag is for.
    if (exists) expect(versions.length).toBeGreaterThan(1);
    expect(versions.map(({ tags }) => tags['pipeline.duplicate-of'])).toEqual([
      undefined,
      ...versions.slice(1).map(() => '1'),
    ]);
  });

  it('takes a file that was logged without being a model, by its path', async () => {
    const run = await trainingRun(tracking);
    await logFile(tracking, run, 'food11.pth');
    const given = { RUN_ID: run, MLFLOW_REGISTERED_MODEL: randomUUID(), MODEL_ARTIFACT: 'food11.pth' };
    expect((await register(tracking.url, given)).outputs['artifact-uri']).toMatch(/\/artifacts\/food11\.pth$/);
    const other = await register(tracking.url, { ...given, MODEL_ARTIFACT: 'food12.pth' });
    expect(other).toMatchObject({ exit: 1, outputs: { outcome: 'refused' } });
    expect(other.outputs.reason).toContain('it has no artifact at food12.pth');
  });

  it.each([
    ['that failed', { status: 'FAILED' }, /it ended FAILED/],
    ['that was killed', { status: 'KILLED' }, /it ended KILLED/],
    ['that logged no model', {}, /it logged no model/],
  ] as const)('refuses a run %s, and registers nothing', async (_, options, reason) => {
    const given = { RUN_ID: await trainingRun(tracking, options), MLFLOW_REGISTERED_MODEL: randomUUID() };
    const run = await register(tracking.url, given);
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'refused' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(await versionsOf(tracking, given.MLFLOW_REGISTERED_MODEL)).toEqual([]);
  });

  it('refuses a run that is not there, and one that was deleted', async () => {
    const given = await trained();
    expect((await register(tracking.url, { ...given, RUN_ID: '0'.repeat(32) })).outputs.reason).toMatch(/no such run/);
    await tracking.call('runs/delete', { run_id: given.RUN_ID });
    expect((await register(tracking.url, given)).outputs.reason).toMatch(/deleted/);
  });

  it('warns of artifacts behind the server, which KServe can not load, or refuses them where it has to', async () => {
    const given = await trained();
    const refused = await register(tracking.url, { ...given, LOADABLE_BY: 'kserve' });
    expect(refused).toMatchObject({ exit: 1, outputs: { outcome: 'refused' } });
    expect(refused.outputs.reason).toMatch(/KServe can not load a model from mlflow-artifacts.*--no-serve-artifacts/);
    expect(await versionsOf(tracking, given.MLFLOW_REGISTERED_MODEL)).toEqual([]);
    const warned = await register(tracking.url, given);
    expect(warned).toMatchObject({ exit: 0, outputs: { outcome: 'registered' } });
    expect(JSON.parse(warned.outputs['evidence.json'] ?? '').warning).toMatch(/KServe can not load/);
  });

  it('takes a model in object storage where KServe has to load it', async () => {
    const run = await trainingRun(tracking, { artifacts: `s3://models/${randomUUID()}` });
    await (major === 2 ? logModel2(tracking, run) : logModel3(tracking, run));
    const given = { RUN_ID: run, MLFLOW_REGISTERED_MODEL: randomUUID(), LOADABLE_BY: 'kserve' };
    const done = await register(tracking.url, given);
    expect(done).toMatchObject({ exit: 0, outputs: { outcome: 'registered' } });
    expect(done.outputs['artifact-uri']).toMatch(/^s3:\/\/models\//);
  });

  // Both answer alike; the tables take long.
  if (major === 3)
    describe('when MLflow fails', () => {
      const steps = [
        'runs/get',
        'model-versions/search',
        'model-versions/create',
        'model-versions/get\\?',
        'get-download-uri',
      ];
      const rows = steps.flatMap((step) =>
        Object.entries(troubles).map(([name, fault]) => [step, name, fault] as const),
      );

      it.concurrent.each(rows)('at %s: %s', async (step, _, fault) => {
        const given = await trained();
        const proxy = await faulty(tracking);
        proxy.inject(fault, { on: new RegExp(step) });
        const run = await register(proxy.url, { ...given, DEADLINE_SECONDS: '2' });
        expect(run.stderr).toBe('');
        expect(['registered', 'already-registered', 'refused', 'error']).toContain(run.outputs.outcome);
        if (run.exit === 0) expect(run.outputs['model-version']).toBe('1');
        else expect(run.outputs).not.toHaveProperty('model-version');
        await proxy.stop();
        await converges(given);
      });
    });

  it.each([
    ['before it hears the request', lostRequest],
    ['in the middle of the request', halfRequest],
    ['after it did what it was asked', lostAnswer],
    ['in the middle of the answer', halfAnswer],
    ['because it is busy', status(503)],
    [
      'because its database does',
      instead(json({ error_code: 'INTERNAL_ERROR', message: 'database is locked' }, { status: 500 })),
    ],
  ])('gets there by itself when MLflow hangs up %s', async (_, fault) => {
    const given = await trained();
    await tracking.call('registered-models/create', { name: given.MLFLOW_REGISTERED_MODEL });
    const proxy = await faulty(tracking);
    proxy.inject(fault, { on: /model-versions\/create/ });
    const run = await register(proxy.url, given);
    await proxy.stop();
    expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'registered', 'model-version': '1' } });
    expect(await versionsOf(tracking, given.MLFLOW_REGISTERED_MODEL)).toHaveLength(1);
  });

  async function converges(given: { RUN_ID: string; MLFLOW_REGISTERED_MODEL: string }): Promise<void> {
    const again = await register(tracking.url, given);
    expect(again).toMatchObject({ exit: 0, outputs: { 'model-version': '1' } });
    const versions = await versionsOf(tracking, given.MLFLOW_REGISTERED_MODEL);
    expect(versions.filter(({ tags }) => tags['pipeline.duplicate-of'] === undefined)).toHaveLength(1);
  }

  it.each([
    ['before', 'runs/get', silence],
    ['before', 'model-versions/search', silence],
    ['before', 'model-versions/create', silence],
    ['after', 'model-versions/create', delayed(500)],
    ['before', 'get-download-uri', silence],
  ] as const)('converges when it is killed %s %s is heard', async (_, step, fault) => {
    const given = await trained();
    const proxy = await faulty(tracking);
    proxy.inject(fault, { on: new RegExp(step) });
    const kill = { signal: 'SIGKILL', when: proxy.reached(new RegExp(step)) };
    const run = await register(proxy.url, given, { kill });
    expect(run.outputs).toMatchObject({ outcome: 'error', reason: 'did not finish' });
    // The server may still be at it.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await proxy.stop();
    await converges(given);
  });

  it('is let in by name and password, says what is wrong without, and tells nobody the password', async () => {
    const { url, admin = { username: '', password: '' } } = await shared(`mlflow-${major}-auth`);
    const authorization = `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`;
    const guarded = trackingAt(url, { authorization });
    const run = await trainingRun(guarded);
    await (major === 2 ? logModel2(guarded, run) : logModel3(guarded, run));
    const given = { RUN_ID: run, MLFLOW_REGISTERED_MODEL: randomUUID() };
    const user = { MLFLOW_TRACKING_USERNAME: admin.username, MLFLOW_TRACKING_PASSWORD: admin.password };
    const runs = [
      await register(url, given),
      await register(url, { ...given, ...user, MLFLOW_TRACKING_PASSWORD: 'wrong-password-9' }),
      await register(url, { ...given, MLFLOW_TRACKING_TOKEN: 'token-of-nobody-7' }),
      await register(url, { ...given, ...user }),
    ];
    expect(runs.map(({ outputs }) => outputs.outcome)).toEqual(['error', 'error', 'error', 'registered']);
    expect(runs[0]?.outputs.reason).toMatch(/asks who is there: set MLFLOW_TRACKING_USERNAME/);
    expect(runs[1]?.outputs.reason).toMatch(/does not accept the credentials/);
    for (const { everything } of runs)
      for (const secret of [admin.password, encodeURIComponent(admin.password), authorization.slice(6), '-9', '-7'])
        expect(everything.replace(/[0-9a-f-]{30,}|T[0-9:.]+Z/g, '')).not.toContain(secret);
    // A server with passwords takes its time to start.
  }, 120_000);

  it('knows a path that is not that of MLflow', async () => {
    const run = await register(`${tracking.url}/mlflow`, await trained());
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(/knows no such path: is MLFLOW_TRACKING_URI the address/);
  });
});

describe('register-model and MLflow 3', () => {
  it('says how a server is told of its name, when it refuses the one it is called by', async () => {
    const tracking = trackingAt((await shared('mlflow-3')).url);
    const proxy = await faulty(tracking);
    const byName: Fault = async (exchange) => {
      Object.assign(exchange.request.headers, { host: 'mlflow.mlops.svc.cluster.local:5000' });
      await pass(exchange);
    };
    proxy.inject(byName, { times: 100 });
    const run = await register(proxy.url, { RUN_ID: 'a', MLFLOW_REGISTERED_MODEL: 'fraud' });
    await proxy.stop();
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(/refuses requests for the host .*: start it with --allowed-hosts 127/);
  });

  it('refuses a model whose upload did not end, and asks which of several is meant', async () => {
    const tracking = trackingAt((await shared('mlflow-3')).url);
    const run = await trainingRun(tracking);
    const given = { RUN_ID: run, MLFLOW_REGISTERED_MODEL: randomUUID() };
    await logModel3(tracking, run, 'small', false);
    expect((await register(tracking.url, given)).outputs.reason).toMatch(
      /not uploaded to the end \(LOGGED_MODEL_PENDING/,
    );
    const large = await logModel3(tracking, run, 'large');
    expect((await register(tracking.url, given)).outputs.reason).toMatch(
      /several models, say which: (small, large|large, small)/,
    );
    const named = await register(tracking.url, { ...given, MODEL_ARTIFACT: 'large' });
    expect(named).toMatchObject({ exit: 0, outputs: { outcome: 'registered' } });
    expect(named.outputs['artifact-uri']).toContain(large);
  });

  it('refuses a run that is a version already, but of another model that it logged', async () => {
    const tracking = trackingAt((await shared('mlflow-3')).url);
    const run = await trainingRun(tracking);
    const given = { RUN_ID: run, MLFLOW_REGISTERED_MODEL: randomUUID() };
    await logModel3(tracking, run, 'small');
    await logModel3(tracking, run, 'large');
    await register(tracking.url, { ...given, MODEL_ARTIFACT: 'small' });
    const other = await register(tracking.url, { ...given, MODEL_ARTIFACT: 'large' });
    expect(other).toMatchObject({ exit: 1, outputs: { outcome: 'refused' } });
    expect(other.outputs.reason).toMatch(/version 1 already, whose files are at another place/);
  });
});
