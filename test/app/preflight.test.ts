import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  GitOpsApp,
  Image,
  MlflowRegistry,
  Preflight,
  pipeline,
  secretKey,
  task,
  WorkflowTemplate,
} from '../../src/index';
import { requirementProblems } from '../../src/programs/preflight/requirements';
import type { WorkflowSpec } from '../../src/schemas/argo/types';
import { engine } from '../constructs/nouns';

const registry = MlflowRegistry.at('http://mlflow.platform.svc.cluster.local:5000', {
  model: 'fraud',
  username: secretKey('mlflow', 'user'),
  password: secretKey('mlflow', 'password'),
});

function release(): { app: GitOpsApp; chart: Chart } {
  const app = new GitOpsApp();
  const chart = new Chart(app, 'release', { namespace: 'mlops' });
  const access = [{ apiGroup: 'metrics.k8s.io', resources: ['pods'], verbs: ['list'], namespace: 'staging' }];
  const train = task('train', {
    image: Image.tagged('ghcr.io/acme/train:1'),
    command: ['train'],
    env: registry.env,
    access,
  });
  new WorkflowTemplate(chart, 'train-model', {
    engine,
    pipeline: pipeline('train-model', {}, (p) => void p.step(train)),
  });
  return { app, chart };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: WorkflowSpec;
  readonly rules?: unknown;
}

function emitted(app: GitOpsApp): readonly Manifest[] {
  app.synthYaml();
  return app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
}

const lookOf = (manifests: readonly Manifest[]) =>
  manifests
    .find(({ kind, metadata }) => kind === 'WorkflowTemplate' && metadata.name === 'preflight')
    ?.spec.templates?.find(({ name }) => name === 'look');

describe('a preflight', () => {
  it('looks for all that the manifests of the app need, wherever it stands among them', () => {
    const { app, chart } = release();
    new Preflight(chart, 'preflight', { engine });
    const env = lookOf(emitted(app))?.container?.env?.find(({ name }) => name === 'REQUIREMENTS');
    const requirements = JSON.parse(env?.value ?? '');
    expect(requirementProblems(requirements)).toEqual([]);
    expect(requirements).toEqual({
      apis: [
        { component: 'Argo Workflows', apiVersion: 'argoproj.io/v1alpha1', kinds: ['WorkflowTemplate'] },
        { component: 'metrics-server', apiVersion: 'metrics.k8s.io/v1beta1', kinds: ['PodMetrics'] },
      ],
      secrets: [{ namespace: 'mlops', name: 'mlflow', keys: ['password', 'user'] }],
      services: [{ kind: 'mlflow', url: 'http://mlflow.platform.svc.cluster.local:5000' }],
      unchecked: ['Argo Workflows is at least 4.0.7', expect.stringMatching(/^Argo Workflows: .*executor/)],
    });
  });

  it('may read those Secrets by name, and nothing else', () => {
    const { app, chart } = release();
    new Preflight(chart, 'preflight', { engine });
    const role = emitted(app).find(({ kind, metadata }) => kind === 'Role' && metadata.name === 'preflight');
    expect(role?.rules).toEqual([
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['mlflow'] },
    ]);
  });

  it('is the same when the app is synthesized again, and follows what was added', () => {
    const { app, chart } = release();
    new Preflight(chart, 'preflight', { engine });
    const first = JSON.stringify(emitted(app));
    expect(JSON.stringify(emitted(app))).toBe(first);
    const more = task('more', {
      image: Image.tagged('ghcr.io/acme/more:1'),
      command: ['more'],
      env: { TOKEN: secretKey('late', 'token') },
    });
    new WorkflowTemplate(chart, 'later', { engine, pipeline: pipeline('later', {}, (p) => void p.step(more)) });
    expect(JSON.stringify(lookOf(emitted(app)))).toContain('late');
  });

  it('says that a stock app can not fill it in', () => {
    const app = new App();
    new Preflight(new Chart(app, 'c'), 'preflight', { engine });
    expect(() => app.synthYaml()).toThrow(/MLP4011: a Preflight is filled in by GitOpsApp/);
  });
});
