import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  CronRetrain,
  type EngineTarget,
  Environment,
  Image,
  ModelClaim,
  ModelContract,
  ModelValidation,
  pipeline,
  Schedule,
  TrainingStatus,
  task,
  VersionProof,
  WorkflowTemplate,
  Workload,
} from '../../src/index';
import { contract as looking } from '../../src/programs/check-training/contract';
import { readEnvironment } from '../../src/programs/environment';
import { contract as validating } from '../../src/programs/validate-models/contract';
import { engine } from './nouns';

const onTekton = tekton('1.15');
const train = task('train', { image: Image.tagged('ghcr.io/acme/train:1.0.0'), command: ['train'] });
const anomaly = ModelContract.of('anomaly-detector', {
  features: ['cpu', 'memory'],
  prediction: { type: 'integer', oneOf: [-1, 1] },
  samples: [{ instance: [0.5, 0.6] }],
});
const environment = Environment.of('production', {
  application: 'anomaly-detector',
  namespace: 'serving',
  url: 'http://anomaly-detector-stable.serving.svc.cluster.local:8080',
  proof: VersionProof.pods({ model: true }),
  workload: Workload.inferenceService('anomaly-detector', { limits: { cpu: '4', memory: '8Gi' } }),
});

interface Emitted {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: unknown;
}

function emitted(target: EngineTarget): readonly Emitted[] {
  const chart = new Chart(new App(), 'c', { namespace: 'aiops' });
  const retrain = pipeline('retrain-anomaly', {}, (p) => void p.step(train));
  const run =
    target.engine === 'argo'
      ? new WorkflowTemplate(chart, 'retrain-anomaly', { engine, pipeline: retrain })
      : new Pipeline(chart, 'retrain-anomaly', { engine: onTekton, pipeline: retrain });
  const schedule = new CronRetrain(chart, 'weekly-anomaly', {
    engine: target,
    run,
    schedule: Schedule.cron('0 2 * * 0', { timezone: 'Etc/UTC' }),
  });
  new TrainingStatus(chart, 'check-training-status', {
    engine: target,
    models: { anomaly: { run, notebook: 'train-anomaly', schedule } },
  });
  const claim = new ModelClaim(chart, 'models', { size: '1Gi', storageClass: 'cephfs' });
  new ModelValidation(chart, 'validate-models', {
    engine: target,
    claim,
    models: [{ contract: anomaly, environment }],
  });
  return chart.toJson() as readonly Emitted[];
}

/** What the step of a pipeline is told, wherever the engine writes it. */
function told(manifests: readonly Emitted[], variable: string): string {
  const values: string[] = [];
  JSON.stringify(manifests, (_, value) => {
    if (value?.name === variable && typeof value.value === 'string') values.push(value.value.replaceAll('$$', '$'));
    return value;
  });
  return values[0] ?? '';
}

describe.each([
  ['Argo', engine, 'argoproj.io', 'workflows', 'cronworkflows'],
  ['Tekton', onTekton, 'tekton.dev', 'pipelineruns', 'cronjobs'],
] as const)('looking after training and models, on %s', (_, target, group, runs, schedules) => {
  const manifests = emitted(target);
  const rulesOf = (name: string, namespace = 'aiops') =>
    manifests.find(
      ({ kind, metadata }) =>
        kind === 'Role' && metadata.name.startsWith(name) && (metadata.namespace ?? 'aiops') === namespace,
    )?.rules;

  it('knows where runs, jobs and schedules are', () => {
    const names = ['RUNS', 'RUN_REFERENCE', 'SCHEDULES', 'NOTEBOOKS', 'DEADLINE_SECONDS'];
    const env = Object.fromEntries(names.map((name) => [name, told(manifests, name)]));
    const models = [{ name: 'anomaly', run: 'retrain-anomaly', notebook: 'train-anomaly', schedule: 'weekly-anomaly' }];
    expect(readEnvironment({ ...env, MODELS: JSON.stringify(models) }, looking)).toMatchObject({ models });
    expect(JSON.stringify(manifests)).toContain(JSON.stringify(JSON.stringify(models)).slice(1, -1));
    expect(env).toMatchObject({
      RUNS: expect.stringContaining(`${group}/`),
      NOTEBOOKS: expect.stringContaining('v1alpha1'),
    });
  });

  it('may list runs and jobs, read its own schedules, and nothing else', () => {
    expect(rulesOf('check-training-status')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ apiGroups: [group], resources: [runs], verbs: ['list'] }),
        expect.objectContaining({ resources: ['notebookvalidationjobs'], verbs: ['list'] }),
        expect.objectContaining({ resources: [schedules], resourceNames: ['weekly-anomaly'], verbs: ['get'] }),
      ]),
    );
  });

  it('asks each endpoint what its contract says, as a program that understands it', () => {
    const models = JSON.stringify(manifests).match(/\[\{\\"name\\":\\"anomaly-detector\\".*?\}\]"/)?.[0] ?? '';
    const env = {
      MODELS: JSON.parse(`"${models.slice(0, -1)}"`),
      CLAIM: told(manifests, 'CLAIM'),
      MODELS_FOLDER: told(manifests, 'MODELS_FOLDER'),
      DEADLINE_SECONDS: '600',
    };
    expect(readEnvironment(env, validating).models).toEqual([
      {
        name: 'anomaly-detector',
        namespace: 'serving',
        url: 'http://anomaly-detector-stable.serving.svc.cluster.local:8080',
        path: '/v1/models/anomaly-detector:predict',
        request: { instances: [[0.5, 0.6]] },
        answer: {
          type: 'object',
          fields: { predictions: { type: 'array', length: 1, items: { type: 'integer', oneOf: [-1, 1] } } },
        },
      },
    ]);
  });

  it('reads the InferenceService by name and lists pods, where they are, and mounts the claim for reading', () => {
    expect(rulesOf('', 'serving')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          resources: ['inferenceservices'],
          resourceNames: ['anomaly-detector'],
          verbs: ['get'],
        }),
        expect.objectContaining({ resources: ['pods'], verbs: ['list'] }),
      ]),
    );
    expect(JSON.stringify(manifests)).toContain('{"claimName":"models","readOnly":true}');
  });
});

describe('what can not be looked after', () => {
  const chart = () => new Chart(new App(), 'c', { namespace: 'aiops' });
  const claimed = (models: unknown) => {
    const at = chart();
    const claim = new ModelClaim(at, 'models', { size: '1Gi', storageClass: 'cephfs' });
    return () => new ModelValidation(at, 'v', { engine, claim, models: models as never });
  };
  const { workload: _, ...without } = environment;

  it.each([
    ['no model', [], /MLP3053/],
    [
      'a model twice',
      [
        { contract: anomaly, environment },
        { contract: anomaly, environment },
      ],
      /looked at twice/,
    ],
    ['a model that nothing serves', [{ contract: anomaly, environment: without }], /MLP3053: .*is served by/],
  ])('refuses to validate %s', (_, models, message) => {
    expect(claimed(models)).toThrow(message);
  });

  it.each([
    ['no model', {}],
    ['a model that nothing trains', { anomaly: {} }],
    ['a model of another name', { 'a b': { run: { name: 'retrain' } } }],
  ])('refuses to say how training of %s stands', (_, models) => {
    expect(() => new TrainingStatus(chart(), 's', { engine, models: models as never })).toThrow(/MLP3053/);
  });
});
