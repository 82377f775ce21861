import { afterEach, describe, expect, it } from 'vitest';
import { json } from '../candidate';
import { type FakeApi, fakeApi, token } from '../kubernetes/fake-api';
import { runProgram } from '../run-program';

let api: FakeApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const runsPath = '/apis/tekton.dev/v1/namespaces/mlops/pipelineruns';
const jobsPath = '/apis/mlops.mlops.dev/v1alpha1/namespaces/mlops/notebookvalidationjobs';

function pipelineRun(name: string, of: string, day: number, status: 'True' | 'False' | 'Unknown', minutes = 10) {
  const begun = Date.UTC(2030, 0, day, 2);
  const at = (milliseconds: number) => new Date(milliseconds).toISOString().replace('.000', '');
  return {
    metadata: { name, creationTimestamp: at(begun) },
    spec: { pipelineRef: { name: of } },
    status: {
      conditions: [
        { type: 'Succeeded', status, reason: { True: 'Succeeded', False: 'Failed', Unknown: 'Running' }[status] },
      ],
      startTime: at(begun),
      ...(status === 'Unknown' ? {} : { completionTime: at(begun + minutes * 60_000) }),
    },
  };
}

const objects = {
  [`${runsPath}/a-1`]: pipelineRun('a-1', 'retrain-anomaly', 1, 'True', 10),
  [`${runsPath}/a-2`]: pipelineRun('a-2', 'retrain-anomaly', 8, 'False'),
  [`${runsPath}/a-3`]: pipelineRun('a-3', 'retrain-anomaly', 15, 'True', 30),
  [`${runsPath}/a-4`]: pipelineRun('a-4', 'retrain-anomaly', 22, 'Unknown'),
  [`${runsPath}/other`]: pipelineRun('other', 'preflight', 22, 'False'),
  [`${jobsPath}/train-1`]: {
    metadata: { name: 'train-1', labels: { 'cdk8s-mlops/notebook': 'train-anomaly' } },
    status: { phase: 'Failed', startTime: '2030-01-08T02:00:00Z', completionTime: '2030-01-08T02:05:00Z' },
  },
  '/apis/batch/v1/namespaces/mlops/cronjobs/weekly-anomaly': {
    metadata: { name: 'weekly-anomaly' },
    spec: { schedule: '0 2 * * 0', suspend: true },
    status: { lastScheduleTime: '2030-01-22T02:00:00Z' },
  },
};

const models = [
  { name: 'anomaly', run: 'retrain-anomaly', notebook: 'train-anomaly', schedule: 'weekly-anomaly' },
  { name: 'forecast', run: 'retrain-forecast' },
];

const onTekton = { RUNS: 'tekton.dev/v1/pipelineruns', RUN_REFERENCE: 'pipelineRef', SCHEDULES: 'batch/v1/cronjobs' };

const check = (more: Readonly<Record<string, string>> = {}) =>
  runProgram('check-training', {
    ...api?.environment,
    ...onTekton,
    NOTEBOOKS: 'mlops.mlops.dev/v1alpha1/notebookvalidationjobs',
    MODELS: JSON.stringify(models),
    DEADLINE_SECONDS: '10',
    ...more,
  });

describe('check-training', () => {
  it('says of each model how often training succeeded, and when it last did', async () => {
    api = await fakeApi(objects);
    const { exit, outputs, stdout, everything } = await check();
    expect({ exit, ...outputs }).toMatchObject({
      exit: 0,
      outcome: 'reported',
      reason:
        'anomaly: 2 of 3 succeeded (67 %), 1 under way, half of them within 600 s, the last one 2030-01-15T02:00:00Z; forecast: never trained',
    });
    expect(stdout).toMatch(/run a-4: Running, 2030-01-22T02:00:00Z\n.*run a-3: Succeeded, .*, 1800 s\n/);
    expect(stdout).toContain('notebook train-1: Failed, 2030-01-08T02:00:00Z, 300 s');
    expect(stdout).toContain('schedule: 0 2 * * 0, stopped; last started 2030-01-22T02:00:00Z');
    const { statistics, runs } = JSON.parse(outputs['evidence.json'] ?? '').models.anomaly;
    expect(statistics).toMatchObject({ runs: 4, succeeded: 2, failed: 1, running: 1 });
    expect(runs.map(({ name }: { name: string }) => name)).toEqual(['a-4', 'a-3', 'a-2', 'a-1']);
    expect(everything).not.toContain(token);
  });

  it('only looks', async () => {
    api = await fakeApi(objects);
    await check();
    expect([...new Set(api.requests.map(({ method }) => method))]).toEqual(['GET']);
  });

  it('says as much of Workflows and CronWorkflows', async () => {
    const workflows = '/apis/argoproj.io/v1alpha1/namespaces/mlops/workflows';
    const of = (name: string, phase: string, finishedAt?: string) => ({
      metadata: { name },
      spec: { workflowTemplateRef: { name: 'retrain-anomaly' } },
      status: { phase, startedAt: `2030-01-0${name}T02:00:00Z`, ...(finishedAt === undefined ? {} : { finishedAt }) },
    });
    api = await fakeApi({
      [`${workflows}/1`]: of('1', 'Succeeded', '2030-01-01T02:01:00Z'),
      [`${workflows}/2`]: of('2', 'Error', '2030-01-02T02:01:00Z'),
      [`${workflows}/3`]: of('3', 'Running'),
      '/apis/argoproj.io/v1alpha1/namespaces/mlops/cronworkflows/weekly-anomaly': {
        metadata: { name: 'weekly-anomaly' },
        spec: { schedules: ['0 2 * * 0', '0 2 * * 3'] },
      },
    });
    const { outputs, stdout } = await check({
      RUNS: 'argoproj.io/v1alpha1/workflows',
      RUN_REFERENCE: 'workflowTemplateRef',
      SCHEDULES: 'argoproj.io/v1alpha1/cronworkflows',
    });
    expect(outputs.reason).toMatch(/^anomaly: 1 of 2 succeeded \(50 %\), 1 under way, half of them within 60 s/);
    expect(stdout).toContain('schedule: 0 2 * * 0, 0 2 * * 3; last started never');
  });

  it('says that the operator of notebooks is not installed, and goes on', async () => {
    api = await fakeApi(objects);
    api.on(jobsPath, json({ kind: 'Status' }, { status: 404 }));
    const { outputs, stdout } = await check();
    expect(outputs.outcome).toBe('reported');
    expect(stdout).toMatch(/notebookvalidationjobs of mlops\.mlops\.dev\/v1alpha1 are not installed/);
  });

  it('says that a schedule is not there', async () => {
    api = await fakeApi({});
    expect((await check()).stdout).toContain('schedule: is not there');
  });

  it.each<[string, number, RegExp]>([
    ['may not list runs', 403, /Role of this step's account lacks that rule/],
    ['has no Tekton', 404, /404/],
    ['is down', 500, /500/],
  ])('reports nothing where it %s', async (_, status, reason) => {
    api = await fakeApi(objects);
    api.on(runsPath, json({ kind: 'Status', message: 'no' }, { status }));
    const { exit, outputs } = await check();
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(reason) });
  });

  it('takes a run that its controller has not looked at for one under way, and shows no tags of foreign text', async () => {
    api = await fakeApi({
      [`${runsPath}/new`]: { metadata: { name: 'new' }, spec: { pipelineRef: { name: 'retrain-anomaly' } } },
      [`${runsPath}/odd`]: {
        metadata: { name: '{{workflow.name}}' },
        spec: { pipelineRef: { name: 'retrain-anomaly' } },
        status: { conditions: 'none', startTime: 5 },
      },
    });
    const { outputs, stdout } = await check();
    expect(outputs.reason).toMatch(/^anomaly: 0 of 0 succeeded, 2 under way/);
    expect(stdout).not.toContain('{{');
  });

  it.each([
    [{ MODELS: '[]' }, /MODELS: expected a list of models/],
    [{ MODELS: '[{"name":"a"}]' }, /MODELS: 0: run:/],
    [{ MODELS: '[{"name":"a","run":"../x"}]' }, /MODELS: 0: run:/],
    [{ RUNS: 'pipelineruns', LATEST: 'all' }, /RUNS: .*; LATEST:/],
  ])('names all that is wrong of %j', async (more, reason) => {
    api = await fakeApi({});
    expect((await check(more)).outputs).toMatchObject({ outcome: 'error', reason: expect.stringMatching(reason) });
  });
});
