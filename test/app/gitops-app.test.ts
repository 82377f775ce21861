import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GitOpsApp } from '../../src/app';
import { thrownBy } from '../yaml/thrown-by';
import { chartOf, configMap, documentsIn, filesIn, manifestsIn, object, read, temporaryFolder } from './output';

afterEach(() => vi.unstubAllEnvs());

describe('GitOpsApp', () => {
  it('writes where cdk8s synth says', () => {
    const outdir = temporaryFolder();
    vi.stubEnv('CDK8S_OUTDIR', outdir);
    const app = new GitOpsApp();
    chartOf(app, 'hello', ['a']);
    app.synth();
    expect(filesIn(outdir)).toEqual(['.gitops-app', 'REQUIRES.md', 'hello.yaml']);
  });

  it('writes into a folder of its own below that', () => {
    const outdir = temporaryFolder();
    vi.stubEnv('CDK8S_OUTDIR', outdir);
    for (const folder of ['one', 'more/two']) {
      const app = new GitOpsApp({ folder });
      chartOf(app, 'hello', ['a']);
      app.synth();
      expect(app.outdir).toBe(join(outdir, folder));
    }
    expect(manifestsIn(outdir)).toEqual(['more/two/hello.yaml', 'one/hello.yaml']);
  });

  it('is an App to cdk8s', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const chart = chartOf(app, 'hello', ['a']);
    expect(app).toBeInstanceOf(App);
    expect(App.of(chart)).toBe(app);
    expect(chart.toJson()).toHaveLength(1);
    expect(app.charts).toEqual([chart]);
  });

  it('writes keys in the order people write them', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir });
    const chart = new Chart(app, 'c', { namespace: 'argo', labels: { team: 'ml' } });
    const templates = [{ container: { image: 'a', args: ['x'] }, name: 'main' }];
    const props = {
      spec: { templates, entrypoint: 'main' },
      kind: 'WorkflowTemplate',
      apiVersion: 'argoproj.io/v1alpha1',
    };
    new ApiObject(chart, 'wt', object({ ...props, metadata: { annotations: { b: '1' }, name: 'wt' } }));
    app.synth();
    expect(read(outdir, 'c.yaml')).toBe(`apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: wt
  namespace: argo
  labels:
    team: ml
  annotations:
    b: "1"
spec:
  templates:
  - name: main
    container:
      image: a
      args:
      - x
  entrypoint: main
`);
  });

  it('names a file by its chart, whatever depends on it', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir });
    const a = chartOf(app, 'a', ['x']);
    const b = chartOf(app, 'b', ['x']);
    chartOf(a, 'inner', ['x']);
    chartOf(new Construct(app, 'system'), 'Part', ['x']);
    a.addDependency(b);
    app.synth();
    expect(manifestsIn(outdir)).toEqual(['a.yaml', 'a/inner.yaml', 'b.yaml', 'system/Part.yaml']);
  });

  it('writes no file for a chart without objects', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir });
    chartOf(app, 'empty', []);
    app.synth();
    expect(filesIn(outdir)).toEqual([]);
  });

  it('separates the documents of a file', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir });
    chartOf(app, 'c', ['a', 'b', 'c']);
    app.synth();
    expect(read(outdir, 'c.yaml').match(/^---$/gm)).toHaveLength(2);
    expect(app.synthYaml()).toBe(read(outdir, 'c.yaml'));
  });

  it('gives an object with generateName no name, and keeps a name that was given', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const chart = new Chart(app, 'c');
    const run = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' };
    new ApiObject(chart, 'a', { ...run, metadata: { generateName: 'run-' } });
    new ApiObject(chart, 'b', { ...run, metadata: { generateName: 'run-', name: 'fixed' } });
    expect(documentsIn(app.synthYaml())).toEqual([
      { ...run, metadata: { generateName: 'run-' } },
      { ...run, metadata: { generateName: 'run-', name: 'fixed' } },
    ]);
  });

  it('keeps CDK8S_DISABLE_SORT as it was', () => {
    vi.stubEnv('CDK8S_DISABLE_SORT', undefined);
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    chartOf(app, 'c', ['a']);
    app.synth();
    expect(process.env.CDK8S_DISABLE_SORT).toBeUndefined();
  });

  it('writes the same bytes every time', () => {
    const texts = [1, 2, 3].map(() => {
      const outdir = temporaryFolder();
      const app = new GitOpsApp({ outdir, kustomization: true });
      chartOf(app, 'a', ['x', 'y']);
      chartOf(app, 'b', ['x']);
      app.synth();
      app.synth();
      return filesIn(outdir).map((file) => [file, read(outdir, file)]);
    });
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
  });

  it.each([
    ['a property of the stock App that has no meaning here', { yamlOutputType: 1 }, 'yamlOutputType'],
    ['a folder outside the output', { folder: '../other' }, '../other'],
    ['an absolute folder', { folder: '/other' }, '/other'],
    ['an unknown layout', { layout: 'one-file' }, 'one-file'],
  ])('refuses %s', (_, props, named) => {
    const error = thrownBy(() => new GitOpsApp(props as never));
    expect(error).toMatchObject({ code: 'MLP4010' });
    expect(String(error)).toContain(named);
  });
});

describe('with a file for each object', () => {
  const outputOf = (define: (app: GitOpsApp) => void): string => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir, layout: 'file-per-object', lint: { off: 'the objects are fragments' } });
    define(app);
    app.synth();
    return outdir;
  };

  it('keeps the same name in two namespaces, kinds and groups apart', () => {
    const outdir = outputOf((app) => {
      for (const namespace of ['staging', 'canary']) {
        const chart = new Chart(app, namespace, { namespace });
        new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } });
        new ApiObject(chart, 'b', { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'web' } });
        new ApiObject(chart, 'c', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } });
      }
      const cluster = new Chart(app, 'cluster');
      new ApiObject(cluster, 'd', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'staging' } });
    });
    expect(manifestsIn(outdir)).toEqual([
      'canary/deployment_web.yaml',
      'canary/service.serving.knative.dev_web.yaml',
      'canary/service_web.yaml',
      'namespace_staging.yaml',
      'staging/deployment_web.yaml',
      'staging/service.serving.knative.dev_web.yaml',
      'staging/service_web.yaml',
    ]);
  });

  it('names a file safely, whatever the object is called', () => {
    const outdir = outputOf((app) => {
      const chart = new Chart(app, 'c');
      for (const name of ['system:node', 'system/node', '../../up', 'x'.repeat(253), `${'x'.repeat(252)}y`]) {
        new ApiObject(chart, name.replaceAll('/', '!'), {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name },
        });
      }
    });
    const files = manifestsIn(outdir);
    expect(files).toHaveLength(5);
    for (const file of files) expect(file).toMatch(/^clusterrole_[A-Za-z0-9._-]{1,160}-[0-9a-f]{8}\.yaml$/);
  });

  it('tells objects with generateName apart by their place in the tree', () => {
    const outdir = outputOf((app) => {
      const chart = new Chart(app, 'c');
      const run = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata: { generateName: 'run-' } };
      new ApiObject(chart, 'a', run);
      new ApiObject(chart, 'b', run);
    });
    expect(manifestsIn(outdir)).toHaveLength(2);
  });
});

describe('what would replace something else', () => {
  it('refuses the same object twice in a chart', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const chart = chartOf(app, 'c', ['a'], { namespace: 'ns' });
    new ApiObject(chart, 'again', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    const error = thrownBy(() => app.synth());
    expect(error).toMatchObject({ code: 'MLP4003' });
    expect(String(error)).toContain(
      "[c/again] MLP4003: the ConfigMap 'a' in namespace 'ns' is already defined by 'c/a'",
    );
  });

  it('takes the same object in two charts, which may be for two clusters', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir });
    chartOf(app, 'one', ['a']);
    chartOf(app, 'two', ['a']);
    app.synth();
    expect(manifestsIn(outdir)).toEqual(['one.yaml', 'two.yaml']);
  });

  it('refuses the same object in two charts when each object has its own file', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder(), layout: 'file-per-object' });
    chartOf(app, 'one', ['a']);
    chartOf(app, 'two', ['a']);
    expect(thrownBy(() => app.synth())).toMatchObject({ code: 'MLP4003' });
  });

  it('refuses charts whose files are one where case does not count', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    chartOf(app, 'Prod', ['a']);
    chartOf(app, 'prod', ['a']);
    expect(thrownBy(() => app.synth())).toMatchObject({ code: 'MLP4008' });
  });

  it('refuses a chart that would be taken for a kustomization', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    chartOf(app, 'kustomization', ['a']);
    expect(thrownBy(() => app.synth())).toMatchObject({ code: 'MLP4008' });
  });
});

describe('a name that a JSON patch takes away', () => {
  it('still has a file', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir, layout: 'file-per-object' });
    configMap(new Chart(app, 'c'), 'a').addJsonPatch(JsonPatch.remove('/metadata/name'));
    app.synth();
    expect(manifestsIn(outdir)).toHaveLength(1);
  });
});
