import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../programs/run-program';
import { pass, status } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { shared } from './shared';
import { logFile, logModel2, logModel3, type Tracking, trackingAt, versionsOf } from './training-run';

const names = ['failure', 'threat', 'capacity'] as const;
type Name = (typeof names)[number];

/** The limits of the platform that declared chance-level models a success. */
const rules = {
  failure: { metrics: { val_auc: { atLeast: 0.6 } } },
  threat: { metrics: { val_accuracy: { atLeast: 0.5 } } },
  capacity: { metrics: { val_r2: { better: 'higher', atLeast: 0.3, gap: { to: 'train_r2', atMost: 0.2 } } } },
};
const good: Readonly<Record<Name, Readonly<Record<string, number | string>>>> = {
  failure: { val_auc: 0.91 },
  threat: { val_accuracy: 0.8 },
  capacity: { val_r2: 0.7, train_r2: 0.75 },
};
/** The numbers it reported. */
const reported: typeof good = {
  failure: { val_auc: 0.513 },
  threat: { val_accuracy: 0.155 },
  capacity: { val_r2: 0.014, train_r2: 0.594 },
};

interface Logged {
  readonly metrics?: Readonly<Record<string, number | string>>;
  readonly model?: 'files' | 'no files' | 'none';
  readonly status?: string;
}

interface Asked {
  readonly policy?: 'perModel' | 'allOrNothing';
  readonly optional?: readonly Name[];
  readonly url?: string;
}

describe.each([2, 3] as const)('register-each and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  async function logged({ metrics = {}, model = 'files', status: end = 'FINISHED' }: Logged): Promise<string> {
    const { call } = tracking;
    const { run } = await call('runs/create', { experiment_id: '0', start_time: Date.now() });
    const { run_id: id } = (run as { info: { run_id: string } }).info;
    for (const [key, value] of Object.entries(metrics))
      await call('runs/log-metric', { run_id: id, key, value, timestamp: Date.now() });
    if (model !== 'none' && major === 2) await logModel2(tracking, id);
    const of3 = model !== 'none' && major === 3 ? await logModel3(tracking, id) : undefined;
    if (model === 'files')
      await (of3 === undefined
        ? logFile(tracking, id, 'model/MLmodel')
        : logFile(tracking, `models/${of3}`, 'MLmodel'));
    if (end !== 'RUNNING') await call('runs/update', { run_id: id, status: end, end_time: Date.now() });
    return id;
  }

  /** Three models that have a champion each, and runs that want to replace them. */
  async function system(but: Partial<Record<Name, Logged | 'none'>> = {}) {
    const group = randomUUID();
    const runs: Record<string, string> = {};
    for (const name of names) {
      const first = await logged({ metrics: good[name] });
      await tracking.call('registered-models/create', { name: `${group}-${name}` });
      await tracking.call('model-versions/create', {
        name: `${group}-${name}`,
        source: `runs:/${first}/model`,
        run_id: first,
      });
      await tracking.call('registered-models/alias', { name: `${group}-${name}`, alias: 'champion', version: '1' });
      const given = but[name];
      runs[name] = given === 'none' ? 'none' : await logged({ metrics: good[name], ...given });
    }
    return { group, runs };
  }

  function register(
    { group, runs }: Awaited<ReturnType<typeof system>>,
    { policy = 'perModel', optional = [], url }: Asked = {},
  ) {
    const members = names.map((name) => ({
      name,
      required: !optional.includes(name),
      model: `${group}-${name}`,
      evaluate: rules[name],
      alias: 'champion',
    }));
    return runProgram('register-each', {
      MLFLOW_TRACKING_URI: url ?? tracking.url,
      DEADLINE_SECONDS: '20',
      POLL_SECONDS: '0.1',
      PIPELINE_RUN: `train-${group}`,
      REGISTRATION: JSON.stringify({ policy, members }),
      ...Object.fromEntries(names.map((name) => [`RUN_OF_${name.toUpperCase()}`, runs[name] ?? 'none'])),
    });
  }

  async function champions({ group }: { readonly group: string }): Promise<readonly string[]> {
    const asked = names.map(async (name) => {
      const query = new URLSearchParams({ name: `${group}-${name}`, alias: 'champion' });
      const { model_version } = await tracking.call(`registered-models/alias?${query}`);
      return (model_version as { version: string }).version;
    });
    return Promise.all(asked);
  }

  const versions = async ({ group }: { readonly group: string }) =>
    Promise.all(names.map(async (name) => (await versionsOf(tracking, `${group}-${name}`)).length));

  it.each(['perModel', 'allOrNothing'] as const)('I-S1, %s: moves all aliases where all are good', async (policy) => {
    const given = await system();
    const ended = await register(given, { policy });
    expect(ended).toMatchObject({
      exit: 0,
      stderr: '',
      outputs: {
        verdict: 'pass',
        report: 'failure=registered,threat=registered,capacity=registered',
        failure: '2',
        threat: '2',
        capacity: '2',
        'threat-digest': expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        'threat-uri': expect.stringContaining('/'),
      },
    });
    expect(await champions(given)).toEqual(['2', '2', '2']);
    // Asked again, it is the same.
    expect((await register(given, { policy })).outputs).toMatchObject({ verdict: 'pass', failure: '2', capacity: '2' });
    expect(await versions(given)).toEqual([2, 2, 2]);
  });

  it.each(['perModel', 'allOrNothing'] as const)(
    'I-S2, %s: registers none of the models that were declared a success, and names the three',
    async (policy) => {
      const given = await system(Object.fromEntries(names.map((name) => [name, { metrics: reported[name] }])));
      const ended = await register(given, { policy });
      expect(ended).toMatchObject({
        exit: 0,
        outputs: {
          verdict: 'fail',
          report: 'failure=fail,threat=fail,capacity=fail',
          failure: 'none',
          threat: 'none',
          capacity: 'none',
          reason:
            'failure=fail(val_auc is 0.513, not at least 0.6) threat=fail(val_accuracy is 0.155, not at least 0.5) ' +
            'capacity=fail(val_r2 is 0.014, not at least 0.3; val_r2 0.014 against train_r2 0.594: worse by 0.58, not at most 0.2)',
        },
      });
      expect(await champions(given)).toEqual(['1', '1', '1']);
      expect(await versions(given)).toEqual([1, 1, 1]);
    },
  );

  it('I-S3, perModel: registers the others where one fails', async () => {
    const given = await system({ failure: { metrics: reported.failure } });
    const ended = await register(given);
    expect(ended).toMatchObject({
      exit: 0,
      outputs: {
        verdict: 'fail',
        report: 'failure=fail,threat=registered,capacity=registered',
        failure: 'none',
        threat: '2',
      },
    });
    expect(ended.outputs['failure-uri']).toBeUndefined();
    expect(await champions(given)).toEqual(['1', '2', '2']);
  });

  it('I-S3, allOrNothing: registers none where one fails', async () => {
    const given = await system({ failure: { metrics: reported.failure } });
    const ended = await register(given, { policy: 'allOrNothing' });
    expect(ended.outputs).toMatchObject({
      verdict: 'fail',
      report: 'failure=fail,threat=held,capacity=held',
      threat: 'none',
    });
    expect(await champions(given)).toEqual(['1', '1', '1']);
    expect(await versions(given)).toEqual([1, 1, 1]);
  });

  it.each(['perModel', 'allOrNothing'] as const)('%s: passes without a member that is not required', async (policy) => {
    const given = await system({ capacity: { metrics: reported.capacity } });
    const ended = await register(given, { policy, optional: ['capacity'] });
    expect(ended.outputs).toMatchObject({
      verdict: 'pass',
      report: 'failure=registered,threat=registered,capacity=fail',
    });
    expect(await champions(given)).toEqual(['2', '2', '1']);
  });

  it('does not pass where nothing is registered, even if nothing has to be', async () => {
    const given = await system(Object.fromEntries(names.map((name) => [name, { metrics: reported[name] }])));
    expect((await register(given, { optional: names })).outputs.verdict).toBe('fail');
  });

  it.each<readonly [string, Logged | 'none', string, string, RegExp]>([
    ['was not trained', 'none', 'fail', 'missing', /its training failed/],
    ['has no end', { status: 'RUNNING' }, 'fail', 'missing', /is RUNNING, not FINISHED/],
    ['failed', { status: 'FAILED' }, 'fail', 'missing', /is FAILED, not FINISHED/],
    ['logged no model', { model: 'none' }, 'fail', 'refused', /it logged no model/],
    ['logged a model whose files are elsewhere', { model: 'no files' }, 'fail', 'refused', /there are no files at/],
    ['logged another metric', { metrics: { auc: 0.9 } }, 'inconclusive', 'inconclusive', /it logged no val_auc/],
    ['logged NaN', { metrics: { val_auc: 'NaN' } }, 'inconclusive', 'inconclusive', /val_auc is NaN/],
    ['logged infinity', { metrics: { val_auc: 'Infinity' } }, 'inconclusive', 'inconclusive', /val_auc is Infinity/],
  ])('does not register a run that %s', async (_, failure, verdict, word, why) => {
    const given = await system({ failure });
    const ended = await register(given);
    expect(ended.outputs).toMatchObject({ verdict, failure: 'none', threat: '2' });
    expect(ended.outputs.report).toContain(`failure=${word},`);
    expect(ended.outputs.reason).toMatch(why);
    expect(await champions(given)).toEqual(['1', '2', '2']);
  });

  it('allOrNothing: moves no alias where the second of three can not be registered, and says what stays', async () => {
    const given = await system();
    const proxy = await faulty(tracking);
    // The first version is made, then the database is away for good.
    proxy.inject(pass, { on: /model-versions\/create/ });
    proxy.inject(status(500), { on: /model-versions\/create/, times: 99 });
    const ended = await register(given, { policy: 'allOrNothing', url: proxy.url });
    await proxy.stop();
    expect(ended).toMatchObject({
      exit: 1,
      outputs: { verdict: 'error', failure: 'none', threat: 'none', capacity: 'none' },
    });
    expect(ended.outputs.report).toBe('failure=held,threat=error,capacity=held');
    expect(ended.outputs.reason).toMatch(/failure=held\(version 2 of .* no alias names/);
    expect(await champions(given)).toEqual(['1', '1', '1']);
    expect(await versions(given)).toEqual([2, 1, 1]);
  });

  it.each(['perModel', 'allOrNothing'] as const)(
    '%s: puts every alias back where one can not be moved',
    async (policy) => {
      const given = await system();
      const proxy = await faulty(tracking);
      proxy.inject(pass, { on: /^POST .*registered-models\/alias/ });
      proxy.inject(status(400), { on: /^POST .*registered-models\/alias/ });
      const ended = await register(given, { policy, url: proxy.url });
      await proxy.stop();
      expect(ended).toMatchObject({
        exit: 1,
        outputs: { verdict: 'error', report: 'failure=error,threat=error,capacity=error' },
      });
      expect(ended.outputs.reason).toContain('every alias is where it was');
      expect(await champions(given)).toEqual(['1', '1', '1']);
    },
  );
});
