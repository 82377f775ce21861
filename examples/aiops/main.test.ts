import { App, Chart } from 'cdk8s';
import { argo, DataSource, ModelClaim, WorkflowTemplate } from 'cdk8s-mlops';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Played, play } from '../../test/engines/tekton/play';
import { committed, synthesized } from '../../test/synthesized';
import { inService } from './in-service';
import { models } from './models';
import { retraining } from './retraining';
import { serve } from './serving';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly tasks: readonly {
      readonly name: string;
      readonly runAfter?: readonly string[];
      readonly when?: unknown;
    }[];
    readonly steps: readonly { readonly env?: readonly { readonly name: string; readonly value?: string }[] }[];
    readonly schedule: string;
  };
}

describe('the aiops example', () => {
  const files = synthesized('aiops');
  const manifests = [...files]
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
  const named = (name: string) => manifests.filter(({ metadata }) => metadata.name === name);
  const envOf = (task: string): Readonly<Record<string, string | undefined>> => {
    const [step] = named(task).flatMap(({ spec }) => spec.steps);
    return Object.fromEntries((step?.env ?? []).map(({ name, value }) => [name, value]));
  };

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('aiops').keys()]);
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(`../../dist-manifests/aiops/${file}`);
  });

  it.each(models.map(({ contract }) => contract.name))('publishes %s only after its file has passed', (name) => {
    const tasks = named(`retrain-${name}`).flatMap(({ kind, spec }) => (kind === 'Pipeline' ? spec.tasks : []));
    expect(tasks.find((task) => task.name === 'check-model')?.runAfter).toEqual([`train-${name}`]);
    expect(tasks.find((task) => task.name === 'publish-model')?.when).toEqual([
      { input: '$(tasks.check-model.results.verdict)', operator: 'in', values: ['pass'] },
    ]);
  });

  it.each(models.map((model) => [model.contract.name, model] as const))(
    'has one number of values of %s: that of its contract, in the notebook’s check too',
    (name, { contract }) => {
      expect(envOf(`retrain-${name}-check-model`).MODEL_VALUES).toBe(String(contract.values));
      expect(contract.values).toBe(name === 'anomaly-detector' ? 5 : 120);
    },
  );

  it('asks the Prometheus that the notebook asks, and trains on nothing else', () => {
    for (const { contract } of models) {
      const checked = envOf(`retrain-${contract.name}-check-source`);
      expect(checked).toMatchObject({ REQUIRE_SOURCE: 'true' });
      expect(envOf(`retrain-${contract.name}-train-${contract.name}`).SPEC).toContain(`"${checked.PROMETHEUS_URL}"`);
    }
  });

  it('starts both every week, an hour apart', () => {
    const weekly = manifests.filter(({ kind, metadata }) => kind === 'CronJob' && metadata.name.startsWith('weekly-'));
    const schedules = weekly.map(({ spec }) => spec.schedule);
    expect(schedules.sort()).toEqual(['0 2 * * 0', '0 3 * * 0']);
  });

  describe('a night of it, played', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const good: Readonly<Record<string, Played>> = {
      'check-source': { files: { outcome: 'ready', source: 'prometheus' } },
      train: { files: { outcome: 'succeeded', diagnosis: 'none', job: 'train-1' } },
      'check-model': { files: { verdict: 'pass', reason: 'a Pipeline', diagnosis: 'none', digest } },
      'publish-model': {
        files: {
          outcome: 'published',
          'model-version': '8',
          'artifact-uri': 'pvc://model-storage-pvc/m/8',
          'run-id': 'run-1',
          digest,
        },
      },
    };
    const rejected: Played = {
      files: { verdict: 'fail', reason: 'two models', diagnosis: 'several-files', digest: 'none' },
    };
    const nights: readonly (readonly [string, Readonly<Record<string, Played>>, readonly string[], boolean])[] = [
      ['all is well', {}, ['check-source', 'train', 'check-model', 'publish-model'], true],
      [
        'Prometheus is away and synthetic data will do',
        { 'check-source': { files: { outcome: 'fallback', source: 'synthetic' } } },
        ['check-source', 'train', 'check-model', 'publish-model'],
        true,
      ],
      [
        'Prometheus is away and nothing else will do',
        { 'check-source': { files: { outcome: 'refused' }, exit: 1 } },
        ['check-source'],
        false,
      ],
      [
        'the notebook fails',
        { train: { files: { outcome: 'failed', diagnosis: 'out-of-memory', job: 'train-1' }, exit: 1 } },
        ['check-source', 'train'],
        false,
      ],
      ['the pod that waits for the notebook is killed', { train: 'killed' }, ['check-source', 'train'], false],
      ['the file is rejected', { 'check-model': rejected }, ['check-source', 'train', 'check-model', 'fail'], false],
      ['the pod that judges is killed', { 'check-model': 'killed' }, ['check-source', 'train', 'check-model'], false],
      [
        'the judge says pass and exits 1',
        { 'check-model': { ...(good['check-model'] as object), exit: 1 } },
        ['check-source', 'train', 'check-model', 'error'],
        false,
      ],
    ];
    const cases = models.flatMap(({ contract }) => nights.map((night) => [contract.name, ...night] as const));

    it.each(cases)('of %s where %s', (name, _, leave, ran, green) => {
      const pipelines = manifests.filter(({ kind, metadata }) => kind !== 'CronJob' && isOf(metadata.name, name));
      const serving = inService(name);
      const programs = (task: string): Played => {
        const stage = task.startsWith('train-') ? 'train' : task;
        return leave[stage] ?? good[stage] ?? serving[stage] ?? {};
      };
      const run = play({ manifests: pipelines as never }, programs, {}, `retrain-${name}`);
      const stages = run.ran.map((task) => task.replace(/^(train)-.*|^on-check-model-verdict-/, '$1'));
      expect(stages.filter((task) => task !== 'check-inputs' && !(task in serving))).toEqual(ran);
      expect(stages.includes('promote-candidate')).toBe(green);
      expect(run.green).toBe(green);
      const source = leave['check-source'] ?? good['check-source'];
      const handed = typeof source === 'object' ? source.files?.source : undefined;
      if (ran.includes('train')) expect(run.given[`train-${name}`]?.env.DATA_SOURCE).toBe(handed);
      if (ran.includes('publish-model')) expect(run.given['publish-model']?.env.MODEL_DIGEST).toBe(digest);
    });
  });

  it.each(models.map((model) => [model.contract.name, model] as const))('is the same for %s on Argo', (name, model) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'self-healing-platform' });
    const claim = new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: 'cephfs' });
    const source = DataSource.prometheus('https://prometheus-k8s.openshift-monitoring.svc:9091', { default: 'hybrid' });
    const engine = argo('4.0');
    const serving = serve(chart, engine, model.contract, { namespace: 'self-healing-platform', claim });
    new WorkflowTemplate(chart, `retrain-${name}`, { engine, pipeline: retraining(model, source, claim, serving) });
    const objects = chart.toJson() as {
      kind: string;
      metadata: { name: string };
      spec: { templates: { name: string }[] };
    }[];
    const [template] = objects.filter(
      ({ kind, metadata }) => kind === 'WorkflowTemplate' && metadata.name === `retrain-${name}`,
    );
    const names = template?.spec.templates.map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(['check-source', `train-${name}`, 'check-model', 'publish-model']));
  });
});

/** What belongs to the training of a model, and what all of them mount. */
function isOf(object: string, model: string): boolean {
  return !/^(retrain|weekly|preflight)-?/.test(object) || object.startsWith(`retrain-${model}`);
}
