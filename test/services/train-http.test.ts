import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runProgram } from '../programs/run-program';
import { halfAnswer, lostAnswer, lostRequest, silence, status } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import { shared } from './shared';
import { startTrainingServer, type Training, type TrainingServer, type TrainingServerOptions } from './training-api';
import { type Tracking, trackingAt, versionsOf } from './training-run';

const pipelineRun = 'train-models-x7k2p';
const byId = (name: string) => ({ id: `results.${name}.run_id` });
const byName = (name: string) => ({ name, params: { kind: name } });
const modelPlan = (name: string, run: object = byId(name), required = true) => ({
  name,
  output: name,
  required,
  status: { at: `models.${name}.trained`, is: true },
  run,
});
const rules = {
  name: 'rules',
  status: { at: 'models.rules.trained', is: false },
  claim: { at: 'results', has: 'rules' },
};

describe.each([2, 3] as const)('train-http and MLflow %i', (major) => {
  let tracking: Tracking;
  let server: TrainingServer;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });
  afterEach(() => server.stop());

  interface Asked {
    readonly plan?: object;
    readonly env?: Readonly<Record<string, string>>;
    readonly experiment?: string;
    readonly options?: Partial<TrainingServerOptions>;
  }

  async function train(
    models: Readonly<Record<string, Training>>,
    { plan = {}, env = {}, experiment = randomUUID(), options = {} }: Asked = {},
  ): Promise<Run> {
    server = await startTrainingServer({ tracking, major, experiment, models, ...options });
    return runProgram('train-http', {
      MLFLOW_TRACKING_URI: tracking.url,
      TRAINING_URL: server.url,
      PIPELINE_RUN: pipelineRun,
      DEADLINE_SECONDS: '25',
      SETTLE_SECONDS: '0',
      POLL_SECONDS: '0.1',
      TRAINING: JSON.stringify({
        start: {
          path: '/models/train',
          statuses: [200],
          timeoutSeconds: 20,
          body: { models: Object.keys(models), n_samples: null },
          values: [{ at: ['n_samples'], kind: 'integer' }],
        },
        statusPath: '/models/status',
        experiment,
        models: Object.keys(models).map((name) => modelPlan(name)),
        untrained: [rules],
        ...plan,
      }),
      BODY_0: '1000',
      ...env,
    });
  }

  const runOf = (name: string): string => server.runs[name]?.[0] ?? '';
  async function tagsOf(run: string): Promise<Readonly<Record<string, string>>> {
    const { run: seen } = await tracking.call(`runs/get?run_id=${run}`);
    const { tags = [] } = (seen as { data: { tags?: { key: string; value: string }[] } }).data;
    return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  }

  it('hands on the run of each model, and tags it as one of this run of the pipeline', async () => {
    const plan = { models: [modelPlan('lstm'), modelPlan('forest', byName('forest')), modelPlan('xgb')] };
    const ended = await train({ lstm: {}, forest: {}, xgb: {} }, { plan });
    expect(ended).toMatchObject({
      exit: 0,
      stderr: '',
      outputs: {
        outcome: 'trained',
        lstm: runOf('lstm'),
        forest: runOf('forest'),
        xgb: runOf('xgb'),
        report: `lstm=${runOf('lstm')},forest=${runOf('forest')},xgb=${runOf('xgb')}`,
      },
    });
    expect(server.asked).toEqual([{ models: ['lstm', 'forest', 'xgb'], n_samples: 1000 }]);
    for (const name of ['lstm', 'forest', 'xgb'])
      expect(await tagsOf(runOf(name))).toMatchObject({ 'pipeline.run': pipelineRun });
  });

  it('asks for a job until it is done', async () => {
    const poll = { path: '/jobs/{job.id}', state: 'state', running: ['busy'], done: ['done'], failed: ['failed'] };
    const ended = await train({ lstm: {} }, { plan: { poll }, options: { looks: 3 } });
    expect(ended).toMatchObject({ exit: 0, outputs: { outcome: 'trained', lstm: runOf('lstm') } });
    expect(ended.stdout).toContain('training goes on: state is "busy"');
  });

  it.each<readonly [string, Training, string]>([
    ['all that was trained', {}, '1'],
    ['nothing of a model whose files stayed with who trained it', { logs: 'lost' }, 'none'],
    ['nothing of a model that is not trained by its status', { trained: false }, 'none'],
  ])('has register-each register %s', async (_, lstm, version) => {
    const plan = { models: [modelPlan('lstm', undefined, false), modelPlan('forest', byName('forest'))] };
    const { outputs } = await train({ lstm, forest: {} }, { plan });
    const models = { lstm: randomUUID(), forest: randomUUID() };
    const members = Object.entries(models).map(([name, model]) => ({
      name,
      model,
      required: name === 'forest',
      evaluate: { metrics: { auc: { atLeast: 0.6 } } },
    }));
    const registered = await runProgram('register-each', {
      MLFLOW_TRACKING_URI: tracking.url,
      PIPELINE_RUN: pipelineRun,
      DEADLINE_SECONDS: '20',
      REGISTRATION: JSON.stringify({ policy: 'perModel', members }),
      RUN_OF_LSTM: outputs.lstm ?? '',
      RUN_OF_FOREST: outputs.forest ?? '',
    });
    expect(registered).toMatchObject({ exit: 0, outputs: { lstm: version, forest: '1' } });
    const runsOf = async (model: string) => (await versionsOf(tracking, model)).map(({ run }) => run);
    expect(await runsOf(models.lstm)).toEqual(version === 'none' ? [] : [runOf('lstm')]);
    expect(await runsOf(models.forest)).toEqual([runOf('forest')]);
  });

  it.each<readonly [string, Training, RegExp]>([
    ['its status says that it is not trained', { trained: false }, /models\.lstm\.trained is "false", not true/],
    ['its status says so in other words', { trained: 'true' }, /models\.lstm\.trained is "true", not true/],
    ['the answer has no run of it', { run: 'none' }, /nothing at results\.lstm\.run_id/],
    ['the answer has the id of no run', { said: '../runs?id=1' }, /at results\.lstm\.run_id, no id of a run/],
    ['MLflow has no such run', { said: 'f'.repeat(32) }, /has no new run f{32}/],
    ['its run failed', { run: 'FAILED' }, /is FAILED, not FINISHED/],
    ['its run goes on', { run: 'RUNNING' }, /is RUNNING, not FINISHED/],
    ['its run logged no model', { logs: 'nothing' }, /it logged no model/],
    ['the files of its model stayed with who trained it', { logs: 'lost' }, /has no file of its model/],
    ['the file of its model is empty', { logs: 'empty' }, /has no file of its model/],
    [
      'its run is of another run of the pipeline',
      { tags: { 'pipeline.run': 'older' } },
      /another run of the pipeline, older/,
    ],
    ['its run began before yesterday', { startedAt: Date.now() - 90_000_000 }, /has no new run/],
  ])('has none of a model where %s', async (_, training, why) => {
    const ended = await train({ lstm: training, forest: {} });
    expect(ended).toMatchObject({
      exit: 1,
      outputs: { outcome: 'incomplete', lstm: 'none', forest: runOf('forest') },
    });
    expect(ended.outputs.reason).toMatch(/^1 of 2 models are trained, without lstm; lstm: /);
    expect(ended.stdout).toMatch(why);
    expect(await tagsOf(runOf('forest'))).toMatchObject({ 'pipeline.run': pipelineRun });
  });

  it('goes on without a model that may fail, and names it', async () => {
    const plan = { models: [modelPlan('lstm', undefined, false), modelPlan('forest')] };
    const ended = await train({ lstm: { logs: 'lost' }, forest: {} }, { plan });
    expect(ended).toMatchObject({ exit: 0, outputs: { outcome: 'trained', lstm: 'none', forest: runOf('forest') } });
    expect(ended.outputs.reason).toBe('1 of 2 models are trained; without lstm');
  });

  it('does not end well where no model was trained, though none had to be', async () => {
    const plan = { models: [modelPlan('lstm', undefined, false)] };
    expect(await train({ lstm: { logs: 'lost' } }, { plan })).toMatchObject({
      exit: 1,
      outputs: { outcome: 'incomplete', lstm: 'none' },
    });
  });

  it('never takes an older run, by its id or because it is alike', async () => {
    const experiment = randomUUID();
    await train({ lstm: {}, forest: {} }, { experiment });
    const older = { lstm: runOf('lstm'), forest: runOf('forest') };
    await server.stop();
    for (const [name, id] of Object.entries(older))
      await tracking.call('runs/delete-tag', { run_id: id, key: 'pipeline.run' }).catch((problem: unknown) => {
        throw new Error(`${name}: ${String(problem)}`);
      });
    const plan = { models: [modelPlan('lstm'), modelPlan('forest', byName('forest'))] };
    const again = { lstm: { run: 'none', said: older.lstm }, forest: { run: 'none' } } as const;
    const ended = await train(again, { experiment, plan });
    expect(ended).toMatchObject({ exit: 1, outputs: { outcome: 'incomplete', lstm: 'none', forest: 'none' } });
    expect(ended.stdout).toContain(`run ${older.lstm} was there before this start`);
    expect(ended.stdout).toContain('has no new run with the name forest, the parameter kind = forest');
    expect(await tagsOf(older.forest)).not.toHaveProperty('pipeline.run');
  });

  it('takes none of two new runs that are alike, but the one that is tagged as ours', async () => {
    const experiment = randomUUID();
    const plan = { models: [modelPlan('lstm', byName('lstm'))] };
    const two = await train({ lstm: { runs: 2 } }, { experiment, plan });
    expect(two).toMatchObject({ exit: 1, outputs: { lstm: 'none' } });
    expect(two.stdout).toMatch(/has 2 new runs with the name lstm/);
    await server.stop();
    const others = { runs: 2, tags: { 'pipeline.run': 'another' } };
    const theirs = await train({ lstm: others }, { experiment, plan });
    expect(theirs).toMatchObject({ exit: 1, outputs: { lstm: 'none' } });
    await server.stop();
    const ours = await train({ lstm: { tags: { 'pipeline.run': pipelineRun } } }, { experiment, plan });
    expect(ours).toMatchObject({ exit: 0, outputs: { lstm: runOf('lstm') } });
  });

  it('takes neither of two models that have one run', async () => {
    const plan = { models: [modelPlan('lstm'), modelPlan('forest', byId('lstm'))] };
    const ended = await train({ lstm: {}, forest: {} }, { plan });
    expect(ended).toMatchObject({ exit: 1, outputs: { lstm: 'none', forest: 'none' } });
    expect(ended.stdout).toContain('lstm and forest handed on the same run');
  });

  it('has none of a model whose parameters the API ignored', async () => {
    const asked = (trees: string) => ({ ...byId('forest'), params: { kind: 'forest', trees } });
    const plan = { models: [modelPlan('forest', asked('200'))] };
    const ended = await train({ forest: { params: { trees: '100' } } }, { plan });
    expect(ended).toMatchObject({ exit: 1, outputs: { forest: 'none' } });
    expect(ended.outputs.reason).toMatch(/is none with the parameter kind = forest, the parameter trees = 200$/);
    await server.stop();
    expect(await train({ forest: { params: { trees: '200' } } }, { plan })).toMatchObject({ exit: 0 });
  });

  it('waits for a run that comes to its end a little after the answer', async () => {
    const env = { SETTLE_SECONDS: '15' };
    const ended = await train({ lstm: { run: 'RUNNING', endsAfter: 2500 } }, { env });
    expect(ended).toMatchObject({ exit: 0, outputs: { lstm: runOf('lstm') } });
  });

  it.each<readonly [string, object, RegExp]>([
    [
      'is trained by its status',
      { status: { at: 'models.lstm.trained', is: false } },
      /rules is never trained, but its status is another: models\.lstm\.trained is "true", not false/,
    ],
    [
      'has no status',
      { status: { at: 'models.others.trained', is: false } },
      /its status is another: nothing at models\.others\.trained, where false is due/,
    ],
    [
      'was trained by the answer',
      { ...rules, claim: { at: 'results', has: 'lstm' } },
      /rules is never trained, but the answer says that it was: see results/,
    ],
  ])('ends red where a model that is never trained %s', async (_, untrained, why) => {
    const ended = await train({ lstm: {} }, { plan: { untrained: [{ name: 'rules', ...untrained }] } });
    expect(ended).toMatchObject({ exit: 1, outputs: { outcome: 'contradicted', lstm: 'none' } });
    expect(ended.outputs.reason).toMatch(why);
    expect(await tagsOf(runOf('lstm'))).not.toHaveProperty('pipeline.run');
  });

  it.each(Object.entries(troubles))('hands on the right run or none when MLflow %s', async (_, trouble) => {
    const proxy = await faulty(await shared(`mlflow-${major}`));
    try {
      proxy.inject(trouble, { on: /artifacts|set-tag/ });
      const ended = await train({ lstm: {} }, { env: { MLFLOW_TRACKING_URI: proxy.url, DEADLINE_SECONDS: '15' } });
      const { outcome, lstm = 'none' } = ended.outputs;
      expect([outcome, lstm, ended.exit]).toEqual(
        outcome === 'trained' ? ['trained', runOf('lstm'), 0] : [outcome, 'none', 1],
      );
      expect(server.asked.length).toBeLessThanOrEqual(1);
    } finally {
      await proxy.stop();
    }
  });

  it.each([
    ['loses the answer', lostAnswer, 1],
    ['breaks off in the answer', halfAnswer, 1],
    ['hangs up', lostRequest, 0],
    ['never answers', silence, 0],
    ['is a gateway that gives up', status(504), 0],
  ] as const)('starts training once where the API %s, and says that nobody knows', async (_, trouble, trained) => {
    server = await startTrainingServer({ tracking, major, experiment: randomUUID(), models: { lstm: {} } });
    const proxy = await faulty(server);
    try {
      proxy.inject(trouble, { on: /train/ });
      const start = { path: '/models/train', statuses: [200], timeoutSeconds: 3, body: {}, values: [] };
      const ended = await runProgram('train-http', {
        MLFLOW_TRACKING_URI: tracking.url,
        TRAINING_URL: proxy.url,
        PIPELINE_RUN: pipelineRun,
        DEADLINE_SECONDS: '20',
        TRAINING: JSON.stringify({ start, experiment: 'none', models: [modelPlan('lstm')], untrained: [] }),
      });
      expect(ended).toMatchObject({ exit: 1, outputs: { outcome: 'unclear', lstm: 'none', report: 'lstm=none' } });
      expect(ended.outputs.reason).toMatch(/POST .*\/models\/train: .*may have been carried out/);
      expect(server.asked).toHaveLength(trained);
      expect(proxy.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    } finally {
      await proxy.stop();
    }
  });
});
