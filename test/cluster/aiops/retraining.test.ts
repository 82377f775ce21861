import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { api } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { cannotPull, killed, nodeLost, type Outcome, oomKilled } from '../kubelet/outcome';
import { runJob } from '../kubelet/run-job';
import { type PipelineRun, succeeded } from '../tekton/pipeline-run';
import { type Aiops, type Retrained, startAiops } from './aiops';
import type { Notebook } from './operator';
import { namespace } from './places';

// The table of golden flows of the platform that the example is made after, as far as the example goes: up to the folder of
// a version. Everything runs but the cluster's Prometheus and the operator of the notebooks, which have stand-ins; the
// notebooks train and leave real models.
let aiops: Aiops;
beforeAll(async () => {
  aiops = await startAiops();
});
afterAll(() => aiops.stop());
beforeEach(() => aiops.reset());

const anomaly = 'anomaly-detector';
/** Whether the example serves what it publishes. */
const serves = committedManifests('InferenceService').aiops?.some(({ kind }) => kind === 'InferenceService') ?? false;
const upTo = (task: string, model = anomaly): readonly string[] => {
  const tasks = ['check-source', `train-${model}`, 'check-model', 'publish-model'];
  return tasks.slice(0, tasks.indexOf(task) + 1);
};
const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);

/** What is published stays what it was. */
function expectNothingPublished(run: Retrained): void {
  expect(run.phase, run.log).toBe('Failed');
  expect(aiops.published(anomaly)).toEqual({});
}

describe('aiops on Tekton, run from its committed manifests', { timeout: 300_000 }, () => {
  it.for([
    [anomaly, 'a node without', '168', '7'],
    ['predictive-analytics', 'one with', '720', '30'],
  ] as const)(
    'A-S1 A-S7 A-S10 trains %s on %s a GPU, the first and the next, and publishes each in a folder of its own',
    async ([model, node, hours, days]) => {
      const first = await aiops.retrain(model);
      expect(first.ran, first.log).toEqual(upTo('publish-model', model));
      expect(first.phase).toBe('Succeeded');
      const one = aiops.published(model);
      expect(one).toEqual({ 1: digest });
      // What was judged is what is published, and where it came from is told.
      expect(first.results).toMatchObject({
        'check-source': { outcome: 'ready', source: 'prometheus' },
        [`train-${model}`]: { outcome: 'succeeded', diagnosis: 'none' },
        'check-model': { verdict: 'pass', digest: one[1] },
        'publish-model': {
          outcome: 'published',
          'model-version': '1',
          'artifact-uri': `pvc://model-storage-pvc/${model}/1`,
          digest: one[1],
        },
      });
      // Nodes with a GPU have a claim of their own; the copy on the other is what is judged.
      const copied = node === 'one with' ? { outcome: 'copied', digest: one[1] } : undefined;
      if (copied === undefined) expect(first.results['copy-model']).toBeUndefined();
      else expect(first.results['copy-model']).toMatchObject(copied);
      const env = aiops.operator.jobs.at(-1)?.spec.podConfig.env;
      expect(env).toEqual(
        expect.arrayContaining([
          { name: 'DATA_SOURCE', value: 'prometheus' },
          { name: 'TRAINING_HOURS', value: hours },
          { name: 'TRAINING_DAYS', value: days },
        ]),
      );
      const second = await aiops.retrain(model, { params: { 'data-source': 'synthetic', 'training-hours': '24' } });
      expect(second.phase, second.log).toBe('Succeeded');
      expect(aiops.published(model)).toEqual({ ...one, 2: digest });
    },
  );

  it.for([
    ['is away', 'away'],
    ['has no series', -1],
  ] as const)('A-S2 Prometheus %s: nothing is trained', async ([, has]) => {
    aiops.prometheus.has(has);
    const run = await aiops.retrain(anomaly, { env: { DEADLINE_SECONDS: '5' } });
    expect(run.ran, run.log).toEqual(upTo('check-source'));
    expectNothingPublished(run);
  });

  it('A-S2 Prometheus is away, and other data will do: trains on synthetic data and says so', async () => {
    aiops.prometheus.has('away');
    const run = await aiops.retrain(anomaly, { env: { REQUIRE_SOURCE: 'false', DEADLINE_SECONDS: '20' } });
    expect(run.phase, run.log).toBe('Succeeded');
    expect(run.results['check-source']).toEqual({ outcome: 'fallback', source: 'synthetic' });
    expect(aiops.operator.jobs.at(-1)?.spec.podConfig.env).toContainEqual({ name: 'DATA_SOURCE', value: 'synthetic' });
    expect(aiops.published(anomaly)).toEqual({ 1: digest });
  });

  it.for([
    ['fails', { fails: 'cell 4: MemoryError' }],
    ['does not end in time', 'never-ends'],
  ] as const)('A-S3 the notebook %s: ends red, and nothing is judged', async ([, notebook]) => {
    aiops.operator.notebooks({ [anomaly]: notebook });
    const run = await aiops.retrain(anomaly, { env: { DEADLINE_SECONDS: '5' } });
    expect(run.ran, run.log).toEqual(upTo(`train-${anomaly}`));
    expectNothingPublished(run);
  });

  it('A-S5 the file is not judged where a run says so, and is published all the same', async () => {
    const params = { 'health-check-enabled': 'false' };
    const run = await aiops.retrain(anomaly, { params });
    expect(run.ran, run.log).toEqual(upTo('publish-model').filter((task) => task !== 'check-model'));
    expect(run.phase, run.log).toBe('Succeeded');
    const published = aiops.published(anomaly);
    expect(published).toEqual({ 1: digest });
    expect(run.results['digest-model']).toMatchObject({ outcome: 'measured', digest: published[1] });
  });

  it('A-S5 nothing is published without a file, judged or not', async () => {
    aiops.operator.notebooks({ [anomaly]: 'nothing' });
    const run = await aiops.retrain(anomaly, { params: { 'health-check-enabled': 'false' } });
    expect(run.ran, run.log).toEqual(upTo(`train-${anomaly}`));
    expectNothingPublished(run);
  });

  const rejected: readonly (readonly [row: string, notebook: Notebook, diagnosis: string])[] = [
    ['A-S4', 'nothing', 'missing-file'],
    ['A-S4', 'empty', 'empty-file'],
    ['A-S4', 'half', 'unreadable'],
    ['A-S4', 'another-shape', 'wrong-features'],
    ['A-S4', 'bare', 'not-a-pipeline'],
    ['A-S4', 'of-the-notebook', 'missing-module'],
    ['A-S8', 'a-second-file', 'several-files'],
  ];
  it.for(rejected)('%s rejects a model that is %s: %s', async ([, notebook, diagnosis]) => {
    aiops.operator.notebooks({ [anomaly]: notebook });
    const run = await aiops.retrain(anomaly);
    expect(run.ran, run.log).toEqual([...upTo('check-model'), 'on-check-model-verdict-fail']);
    expect(run.results['check-model']).toMatchObject({ verdict: 'fail', diagnosis, digest: 'none' });
    expectNothingPublished(run);
  });

  const verdict = { verdict: 'pass', reason: 'fine', diagnosis: 'none', digest: `sha256:${'a'.repeat(64)}` };
  const dead: readonly (readonly [how: string, outcome: Outcome])[] = [
    ['runs out of memory, and its node says so', { ...oomKilled, files: verdict }],
    ['runs out of memory, and its node does not say so', { ...killed, files: verdict }],
    ['is lost with its node', nodeLost],
    ['has an image that can not be pulled', cannotPull],
  ];
  it.for(dead)('publishes nothing when the pod that judges %s', async ([, outcome]) => {
    const run = await aiops.retrain(anomaly, {
      scenario: { 'check-model': outcome },
      timeouts: { 'check-model': '8s' },
    });
    expect(run.ran, run.log).toEqual(upTo('check-model'));
    expectNothingPublished(run);
  });

  it('A-S9 one of two models fails while the other trains: the other is published', async () => {
    aiops.operator.notebooks({ [anomaly]: 'another-shape' });
    const [one, other] = await Promise.all([aiops.retrain(anomaly), aiops.retrain('predictive-analytics')]);
    expectNothingPublished(one);
    expect(other.phase, other.log).toBe('Succeeded');
    expect(aiops.published('predictive-analytics')).toEqual({ 1: digest });
  });

  // One after the other: what is served before decides what is served after.
  if (serves) {
    it('A-S1 A-S6 A-S10 serves the first version that passes, and no worse one after it', async () => {
      const { serving } = aiops;
      if (serving === undefined) throw new Error('nothing serves');
      const at = (version: string, more: object = {}) => ({
        good: version,
        hold: null,
        rejected: [],
        git: version,
        runs: version,
        ready: true,
        open: false,
        ...more,
      });
      expect(await serving.state(anomaly)).toMatchObject({ good: null, ready: false });

      const first = await aiops.retrain(anomaly);
      expect(first.phase, first.log).toBe('Succeeded');
      expect(await serving.state(anomaly), first.log).toEqual(at('1'));

      serving.spoil(anomaly, { answer: { predictions: [7] } });
      const wrong = await aiops.retrain(anomaly);
      expect(wrong.phase, wrong.log).toBe('Failed');
      serving.spoil(anomaly, {});
      expect(await serving.state(anomaly), wrong.log).toEqual(at('1', { rejected: ['2'] }));

      serving.spoil(anomaly, { start: 'oversized' });
      const crashing = await aiops.retrain(anomaly);
      expect(crashing.phase, crashing.log).toBe('Failed');
      expect(await serving.state(anomaly), crashing.log).toEqual(at('1', { rejected: ['2', '3'] }));

      // The pod of before goes on answering, and well: it is no answer of the version that was deployed.
      serving.spoil(anomaly, { start: 'unpullable' });
      const old = await aiops.retrain(anomaly);
      expect(old.phase, old.log).toBe('Failed');
      expect(await serving.state(anomaly), old.log).toEqual(at('1', { rejected: ['2', '3', '4'] }));
    });
  }

  it('A-S9 the schedule of one model starts it once, and does not keep the other from starting', async () => {
    const cron = (model: string) =>
      aiops.schedules.find(({ metadata }) => metadata.name === `weekly-${model}-training`) as KubeObject;
    const path = listPath('tekton.dev/v1', 'PipelineRun', namespace);
    const started = async () => {
      const { items } = await api.get<{ items: PipelineRun[] }>(path);
      const goOn = items.filter((run) => (succeeded(run)?.status ?? 'Unknown') === 'Unknown');
      return goOn.map(({ spec }) => spec?.pipelineRef?.name).sort();
    };
    try {
      for (const [model, job] of [
        [anomaly, 'sunday'],
        [anomaly, 'next-sunday'],
        ['predictive-analytics', 'sunday-too'],
      ] as const)
        expect(await runJob(api, cron(model), job)).toMatchObject({ exitCode: 0 });
      expect(await started()).toEqual([`retrain-${anomaly}`, 'retrain-predictive-analytics']);
    } finally {
      await api.remove(path);
    }
  });

  it('somebody cancels the run while the notebook runs: nothing is published', async () => {
    aiops.operator.notebooks({ [anomaly]: 'never-ends' });
    let cancelled = false;
    const run = await aiops.retrain(anomaly, {
      meanwhile: async ({ status }, path) => {
        const trains = status?.childReferences?.some(({ pipelineTaskName }) => pipelineTaskName.startsWith('train-'));
        if (trains !== true || cancelled) return;
        cancelled = true;
        await sleep(500);
        await api.patch(path, { spec: { status: 'CancelledRunFinally' } });
      },
    });
    expectNothingPublished(run);
  });
});
