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
