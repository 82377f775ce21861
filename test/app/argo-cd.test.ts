import { ApiObject, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { GitOpsApp, type GitOpsAppProps } from '../../src/app';
import { chartOf, documentsIn, object, read, temporaryFolder } from './output';

const WAVE = 'argocd.argoproj.io/sync-wave';

function wavesOf(
  define: (app: GitOpsApp) => void,
  props: GitOpsAppProps = { syncWaves: true },
): Record<string, unknown> {
  const app = new GitOpsApp({ ...props, outdir: temporaryFolder() });
  define(app);
  const manifests = documentsIn(app.synthYaml()) as {
    metadata: { name: string; annotations?: Record<string, unknown> };
  }[];
  return Object.fromEntries(manifests.map(({ metadata }) => [metadata.name, metadata.annotations?.[WAVE]]));
}

function named(chart: Chart, name: string, kind = 'X', annotations: Record<string, string> = {}): ApiObject {
  return new ApiObject(chart, name, object({ apiVersion: 'x.io/v1', kind, metadata: { name, annotations } }));
}

describe('sync waves', () => {
  it('are only given on request', () => {
    expect(wavesOf((app) => named(new Chart(app, 'c'), 'a', 'Role'), {})).toEqual({ a: undefined });
  });

  it('put what others stand on first and what starts runs last', () => {
    const kinds = ['Namespace', 'Role', 'ConfigMap', 'WorkflowTemplate', 'Sensor', 'CronWorkflow', 'InferenceService'];
    const waves = wavesOf((app) => {
      const chart = new Chart(app, 'c');
      for (const kind of kinds) named(chart, kind, kind);
    });
    expect(Object.values(waves)).toEqual(['-10', '-10', '-5', undefined, '5', '10', '15']);
  });

  describe('put a claim', () => {
    const podsWith = (claim: string) => ({
      template: { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] } },
    });
    const claimed = (users: readonly (readonly [kind: string, spec: object, wave?: string])[]) =>
      wavesOf((app) => {
        const chart = new Chart(app, 'c', { namespace: 'ml' });
        named(chart, 'models', 'PersistentVolumeClaim');
        for (const [i, [kind, spec, wave]] of users.entries()) {
          const metadata = { name: `user-${i}`, ...(wave !== undefined && { annotations: { [WAVE]: wave } }) };
          new ApiObject(chart, `user-${i}`, object({ apiVersion: 'x/v1', kind, metadata, spec }));
        }
        named(chart, 'cron', 'CronWorkflow');
      }).models;

    it.each<[string, Parameters<typeof claimed>[0], string | undefined]>([
      ['with the Deployment that mounts it', [['Deployment', podsWith('models')]], undefined],
      [
        'with the first of them',
        [
          ['StatefulSet', podsWith('models'), '3'],
          ['Job', podsWith('models'), '-2'],
        ],
        '-2',
      ],
      ['with the InferenceService that loads from it', [['InferenceService', { storageUri: 'pvc://models/7' }]], '15'],
      ['last where a Deployment has no pods', [['Deployment', { replicas: 0, ...podsWith('models') }]], '10'],
      ['last where another one is mounted', [['Deployment', podsWith('models-gpu')]], '10'],
      [
        'last where only runs mount it',
        [
          ['WorkflowTemplate', podsWith('models')],
          ['Task', {}, '11'],
        ],
        '11',
      ],
    ])('%s', (_, users, wave) => {
      expect(claimed(users)).toBe(wave);
    });

    it('where it says itself', () => {
      const own = (app: GitOpsApp) => {
        const chart = new Chart(app, 'c');
        named(chart, 'models', 'PersistentVolumeClaim', { [WAVE]: '-5' });
        named(chart, 'cron', 'CronWorkflow');
      };
      expect(wavesOf(own)).toEqual({ models: '-5', cron: '10' });
    });

    it('before what is told to come after it, and after what it comes after', () => {
      const ordered = (app: GitOpsApp) => {
        const chart = new Chart(app, 'c');
        const [before, claim] = [
          named(chart, 'class', 'CronWorkflow'),
          named(chart, 'models', 'PersistentVolumeClaim'),
        ];
        claim.addDependency(before);
        named(chart, 'after').addDependency(claim);
      };
      expect(wavesOf(ordered)).toEqual({ class: '10', models: '11', after: '12' });
    });
  });

  it('put an object after everything it depends on, across charts', () => {
    const waves = wavesOf((app) => {
      const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
      const base = named(first, 'base');
      named(first, 'cron', 'CronWorkflow');
      named(first, 'next').addDependency(base);
      named(second, 'late');
      second.addDependency(first);
    });
    expect(waves).toEqual({ base: undefined, cron: '10', next: '1', late: '11' });
  });

  it('of your own stay, and others come after them', () => {
    const waves = wavesOf((app) => {
      const chart = new Chart(app, 'c');
      const own = named(chart, 'own', 'Role', { [WAVE]: '7' });
      named(chart, 'after').addDependency(own);
    });
    expect(waves).toEqual({ own: '7', after: '8' });
  });
});

describe('kustomization.yaml', () => {
  it('lists the manifests', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir, kustomization: true });
    chartOf(app, 'b', ['x']);
    chartOf(app, 'a', ['x']);
    app.synth();
    expect(read(outdir, 'kustomization.yaml')).toBe(
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- a.yaml\n- b.yaml\n',
    );
  });
});
