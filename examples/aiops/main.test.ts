import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { committed } from '../../test/synthesized';
import { experiments } from './experiments';
import { models } from './models';
import { settingsFrom } from './platform';
import { envOf, files, manifests, named } from './written';

describe('the aiops example', () => {
  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('aiops').keys()]);
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(`../../dist-manifests/aiops/${file}`);
  });

  it.each(models.map(({ contract }) => contract.name))('publishes %s only after its file has passed', (name) => {
    const tasks = named(`retrain-${name}`).flatMap(({ kind, spec }) => (kind === 'Pipeline' ? spec.tasks : []));
    const before = tasks.find((task) => task.name === 'publish-model')?.runAfter;
    expect(before).toEqual(['fail', 'error', 'inconclusive'].map((word) => `on-check-model-verdict-${word}`));
    for (const hold of before ?? []) {
      const input = '$(tasks.check-model.results.verdict)';
      expect(tasks.find((task) => task.name === hold)?.when).toEqual(
        expect.arrayContaining([expect.objectContaining({ input })]),
      );
    }
  });

  it.each(models.map((model) => [model.contract.name, model] as const))(
    'has one number of values of %s: that of its contract, in the notebook’s check too',
    (name, { contract }) => {
      expect(envOf(`retrain-${name}-check-model`).MODEL_VALUES).toBe(String(contract.values));
      expect(contract.values).toBe(name === 'anomaly-detector' ? 5 : 120);
    },
  );

  it.each(models.map((model) => [model.contract.name, model] as const))(
    'asks for %s the Prometheus that its notebook asks, the same queries, and trains on nothing else',
    (name, { queries }) => {
      const checked = envOf(`retrain-${name}-check-source`);
      expect(checked).toMatchObject({ REQUIRE_SOURCE: 'true', PROMETHEUS_QUERIES: JSON.stringify(queries) });
      const { podConfig } = JSON.parse(envOf(`retrain-${name}-train-${name}`).SPEC ?? '');
      const told = Object.fromEntries(
        podConfig.env.map((each: { name: string; value: string }) => [each.name, each.value]),
      );
      expect(told).toMatchObject({
        PROMETHEUS_URL: checked.PROMETHEUS_URL,
        PROMETHEUS_QUERIES: checked.PROMETHEUS_QUERIES,
        PROMETHEUS_STEP: '300s',
        SYNTHETIC_SHARES: '{"synthetic":1,"prometheus":0.2,"hybrid":0.5}',
      });
    },
  );

  it('asks for six series of nodes and pods, and for five of the cluster', () => {
    expect(models.map(({ queries }) => Object.keys(queries).length)).toEqual([6, 5]);
  });

  it('says of the schedules what they belong to', () => {
    const weekly = manifests.filter(({ kind, metadata }) => kind === 'CronJob' && metadata.name.startsWith('weekly-'));
    const parts = weekly.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of']);
    expect(parts).toEqual(models.map(() => 'model-training'));
  });

  it('keeps runs and notebooks out of what Argo CD applies', () => {
    const [text = ''] = [...committed('aiops-argocd')].flatMap(([file, text]) =>
      file === 'argocd.yaml' ? [text] : [],
    );
    const [project, application] = parseAllDocuments(text).map((document) => document.toJS());
    expect(project.spec.namespaceResourceBlacklist).toEqual(
      expect.arrayContaining([
        { group: 'tekton.dev', kind: 'PipelineRun' },
        { group: 'mlops.mlops.dev', kind: 'NotebookValidationJob' },
      ]),
    );
    expect(application).toMatchObject({
      metadata: { name: 'self-healing-platform', namespace: 'openshift-gitops' },
      spec: { project: project.metadata.name, destination: { namespace: 'self-healing-platform' } },
    });
    expect(manifests.filter(({ kind }) => /Run$|^NotebookValidationJob$/.test(kind))).toEqual([]);
  });

  it('is of another repository, revision and namespace where that is said', () => {
    const { git, namespace } = settingsFrom({
      AIOPS_REPO_URL: 'https://example.com/fork',
      AIOPS_REVISION: 'v2',
      AIOPS_NAMESPACE: 'test',
    });
    expect({ git, namespace }).toEqual({ git: { url: 'https://example.com/fork', revision: 'v2' }, namespace: 'test' });
    expect(settingsFrom({})).toMatchObject({ git: { revision: 'main' }, namespace: 'self-healing-platform' });
  });

  it('starts both every week, an hour apart', () => {
    const weekly = manifests.filter(({ kind, metadata }) => kind === 'CronJob' && metadata.name.startsWith('weekly-'));
    const schedules = weekly.map(({ spec }) => spec.schedule);
    expect(schedules.sort()).toEqual(['0 2 * * 0', '0 3 * * 0']);
  });

  it.each(experiments.map(({ contract }) => contract.name))('has %s trained by hand, and by nothing else', (name) => {
    expect(named(`retrain-${name}`).map(({ kind }) => kind)).toContain('Pipeline');
    const others = manifests.filter(
      ({ kind, metadata }) =>
        ['CronJob', 'InferenceService', 'ServiceMonitor'].includes(kind) && metadata.name.includes(name),
    );
    expect(others).toEqual([]);
  });
});
