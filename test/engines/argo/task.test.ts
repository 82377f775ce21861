import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { Params } from '../../../src/core/parameter/parameter';
import {
  type Artifact,
  argo,
  artifact,
  configKey,
  fmt,
  Image,
  integer,
  pipeline,
  type Ref,
  secretKey,
  type TaskDefinition,
  task,
  text,
  Volume,
} from '../../../src/index';
import { emitted } from './emitted';
import { image } from './units';

/** The template of a task, and what stands beside it. */
function templateOf(definition: Partial<TaskDefinition<Params, Params>>, engine = argo('4.0')) {
  const one = task('one', { image, command: ['program'], ...definition } as TaskDefinition<Params, Params>);
  const all = emitted(
    pipeline('it', {}, (p) => void p.step(one as never)),
    engine,
  );
  return { ...all, one: all.template('one') };
}

describe('a task', () => {
  it('is a pod that may do nothing it was not given', () => {
    expect(templateOf({}).one).toEqual({
      name: 'one',
      timeout: '1h',
      serviceAccountName: 'it',
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      container: {
        image: 'ghcr.io/acme/train:1.4.2',
        command: ['program'],
        resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
      volumes: [{ name: 'tmp', emptyDir: {} }],
    });
  });

  it('reads its outputs from files under /out, which is a volume', () => {
    const { outputs, container, volumes } = templateOf({
      outputs: { modelVersion: text(), rate: integer({ default: 3 }) },
    }).one;
    expect(outputs).toEqual({
      parameters: [
        { name: 'model-version', valueFrom: { path: '/out/model-version' } },
        { name: 'rate', valueFrom: { path: '/out/rate', default: '3' } },
      ],
    });
    expect(container?.volumeMounts).toContainEqual({ name: 'out', mountPath: '/out' });
    expect(volumes).toContainEqual({ name: 'out', emptyDir: {} });
  });

  it('is tried again after errors of the engine only, with a backoff and a cap', () => {
    expect(templateOf({ retry: { limit: 2 } }).one.retryStrategy).toEqual({
      limit: 2,
      retryPolicy: 'OnError',
      backoff: { duration: '10s', factor: 2, cap: '5m' },
    });
  });

  it('is tried again after failures if it says so', () => {
    const backoff = { first: Duration.minutes(1), factor: 3, cap: Duration.hours(1) };
    expect(templateOf({ retry: { limit: 5, on: 'failure', backoff } }).one.retryStrategy).toEqual({
      limit: 5,
      retryPolicy: 'OnFailure',
      backoff: { duration: '1m', factor: 3, cap: '1h' },
    });
    expect(templateOf({ retry: { limit: 1, on: 'always' } }).one.retryStrategy?.retryPolicy).toBe('Always');
  });

  it.each([
    [Duration.seconds(45), '45s'],
    [Duration.minutes(90), '1h30m'],
    [Duration.hours(6), '6h'],
    [Duration.seconds(3661), '1h1m1s'],
  ])('has a timeout that counts waiting too: %s', (timeout, text) => {
    expect(templateOf({ timeout }).one.timeout).toBe(text);
  });

  it('gets secrets and settings by reference', () => {
    const env = { PASSWORD: secretKey('mlflow', 'password'), LEVEL: configKey('app', 'log.level'), NAME: 'plain' };
    expect(templateOf({ env }).one.container?.env).toEqual([
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'mlflow', key: 'password' } } },
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'app', key: 'log.level' } } },
      { name: 'NAME', value: 'plain' },
    ]);
  });

  it('runs with a GPU where there is one', () => {
    const { container, nodeSelector, tolerations } = templateOf({
      resources: { cpu: { request: '2', limit: '4' }, memory: { request: '4Gi', limit: '8Gi' }, gpu: { count: 1 } },
      nodeSelector: { 'nvidia.com/gpu.product': 'A100' },
      tolerations: [{ key: 'gpu' }, { key: 'team', value: 'ml', effect: 'NoSchedule' }],
    }).one;
    expect(container?.resources).toEqual({
      requests: { cpu: '2', memory: '4Gi' },
      limits: { cpu: '4', memory: '8Gi', 'nvidia.com/gpu': '1' },
    });
    expect(nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'A100' });
    expect(tolerations).toEqual([
      { key: 'gpu', operator: 'Exists' },
      { key: 'team', operator: 'Equal', value: 'ml', effect: 'NoSchedule' },
    ]);
  });

  it('has the labels that others look for it by', () => {
    const labels = { 'app.kubernetes.io/component': 'training' };
    expect(templateOf({ labels }).one.metadata).toEqual({ labels });
  });

  it('mounts volumes of all kinds, those of others read-only', () => {
    const { container, volumes } = templateOf({
      writable: ['/app/.cache'],
      workingDir: '/app',
      mounts: {
        '/scratch': Volume.scratch({ sizeLimit: '2Gi', memory: true }),
        '/models': Volume.claim('models', { readOnly: true }),
        '/data': Volume.claim('data'),
        '/secret': Volume.secret('mlflow.client'),
        '/settings': Volume.configMap('settings'),
        '/program': Volume.files('program', { 'main.py': 'print(1)\n' }),
      },
    }).one;
    expect(container?.workingDir).toBe('/app');
    expect(container?.volumeMounts).toEqual([
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'claim-models', mountPath: '/models', readOnly: true },
      { name: 'claim-data', mountPath: '/data' },
      { name: 'secret-mlflow-client', mountPath: '/secret', readOnly: true },
      { name: 'config-map-settings', mountPath: '/settings', readOnly: true },
      { name: 'program', mountPath: '/program', readOnly: true },
      { name: 'app-cache', mountPath: '/app/.cache' },
      { name: 'tmp', mountPath: '/tmp' },
    ]);
    expect(volumes).toEqual([
      { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
      { name: 'claim-models', persistentVolumeClaim: { claimName: 'models', readOnly: true } },
      { name: 'claim-data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'secret-mlflow-client', secret: { secretName: 'mlflow.client' } },
      { name: 'config-map-settings', configMap: { name: 'settings' } },
      { name: 'program', configMap: { name: expect.stringMatching(/^program-[0-9a-f]{10}$/) } },
      { name: 'app-cache', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ]);
  });

  it('gives volumes that would be called alike different names', () => {
    const { container, volumes = [] } = templateOf({
      writable: ['/a/b', '/a-b', '/a_b', `/${'long/'.repeat(20)}a`, `/${'long/'.repeat(20)}b`],
      mounts: { '/x': Volume.scratch(), '/y': Volume.scratch({ memory: true }), '/z': Volume.files('x', { a: '1' }) },
    }).one;
    const mounts = container?.volumeMounts ?? [];
    expect(new Set(mounts.map(({ name }) => name)).size).toBe(mounts.length);
    expect(volumes.map(({ name }) => name)).toEqual(mounts.map(({ name }) => name));
    for (const { name } of volumes) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  it('shares a handle with the containers beside it, wherever they mount it, and no other folder', () => {
    const work = Volume.scratch();
    const { container, initContainers, volumes } = templateOf({
      mounts: { '/work': work, '/data': Volume.scratch() },
      init: [{ name: 'fetch', image, command: ['f'], mounts: { '/fetched': work, '/data': Volume.scratch() } }],
    }).one;
    const names = (mounts: readonly { readonly name: string; readonly mountPath: string }[] = []) =>
      Object.fromEntries(mounts.map(({ mountPath, name }) => [mountPath, name]));
    expect(names(container?.volumeMounts)).toEqual({ '/work': 'work', '/data': 'data', '/tmp': 'tmp' });
    expect(names(initContainers?.[0]?.volumeMounts)).toEqual({ '/fetched': 'work', '/data': 'data-2', '/tmp': 'tmp' });
    expect(volumes?.map(({ name }) => name)).toEqual(['work', 'data', 'tmp', 'data-2']);
  });

  it('leaves the names of volumes that Argo adds to it', () => {
    const { volumes } = templateOf({ writable: ['/input/artifacts', '/var/run/argo'] }).one;
    expect(volumes?.map(({ name }) => name)).toEqual(['input-artifacts-2', 'var-run-argo-2', 'tmp']);
  });

  it('runs containers before and beside it, restricted like itself, in one pod', () => {
    const shared = Volume.files('conf', { a: '1' });
    const { initContainers, sidecars, volumes } = templateOf({
      init: [{ name: 'fetch', image, command: ['fetch'], mounts: { '/conf': shared } }],
      sidecars: [{ name: 'proxy', image: Image.tagged('proxy:2.1'), command: ['proxy'], env: { PORT: '8080' } }],
      mounts: { '/conf': shared },
    }).one;
    expect(initContainers?.map(({ name }) => name)).toEqual(['fetch']);
    expect(sidecars?.map(({ name, image }) => [name, image])).toEqual([['proxy', 'proxy:2.1']]);
    for (const container of [...(initContainers ?? []), ...(sidecars ?? [])]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
      expect(container.resources?.limits?.memory).toBe('512Mi');
    }
    expect(volumes?.map(({ name }) => name)).toEqual(['conf', 'tmp']);
  });

  it('hands artifacts on, and finds those it takes where it wants them', () => {
    const make = task('make', {
      image,
      outputs: { model: artifact('/work/model.pt') },
      writable: ['/work'],
      command: ['m'],
    });
    const use = task('use', { image, inputs: { model: artifact('/in/model.pt') }, command: ['u'] });
    const it = pipeline('it', {}, (p) => {
      const made = p.step(make);
      p.step(use, { model: made.outputs.model });
    });
    const { template, node } = emitted(it);
    expect(template('make').outputs).toEqual({ artifacts: [{ name: 'model', path: '/work/model.pt' }] });
    expect(template('use').inputs).toEqual({ artifacts: [{ name: 'model', path: '/in/model.pt' }] });
    expect(node('it', 'use')).toMatchObject({
      depends: 'make.Succeeded',
      arguments: { artifacts: [{ name: 'model', from: '{{tasks.make.outputs.artifacts.model}}' }] },
    });
  });

  it('takes artifacts through branches and pipelines', () => {
    const make = task('make', {
      image,
      outputs: { model: artifact('/work/model.pt') },
      writable: ['/work'],
      command: ['m'],
    });
    const use = task('use', { image, inputs: { model: artifact('/in/model.pt') }, command: ['u'] });
    const inner = pipeline('inner', { model: artifact('/any') }, (p, { model }) => {
      p.step(use, { model });
      return { model };
    });
    const it = pipeline('it', {}, (p) => {
      const made = p.step(make);
      const { outputs } = p.step(inner, { model: made.outputs.model });
      p.step(use, { model: outputs.model as Ref<Artifact> });
    });
    const { template, node } = emitted(it);
    expect(template('inner').inputs).toEqual({ artifacts: [{ name: 'model' }] });
    expect(template('inner').outputs).toEqual({ artifacts: [{ name: 'model', from: '{{inputs.artifacts.model}}' }] });
    expect(node('it', 'use').arguments?.artifacts).toEqual([
      { name: 'model', from: '{{tasks.inner.outputs.artifacts.model}}' },
    ]);
  });

  it('puts inputs into its command word by word', () => {
    const one = task('one', {
      image,
      inputs: { epochs: integer(), note: text() },
      command: ({ inputs }) => ['python', 'flow.py', fmt`--epochs=${inputs.epochs}`, inputs.note],
    });
    const it = pipeline('it', {}, (p) => {
      p.step(one, { epochs: 5, note: 'x' });
    });
    const { template, node } = emitted(it);
    expect(template('one').container?.command).toEqual([
      'python',
      'flow.py',
      '--epochs={{inputs.parameters.epochs}}',
      "{{= replace(inputs.parameters.note, '$', '$$') }}",
    ]);
    expect(node('it', 'one').arguments?.parameters).toEqual([
      { name: 'epochs', value: '5' },
      { name: 'note', value: 'x' },
    ]);
  });
});

describe('an exemption', () => {
  it('stands in the manifest with its reason', () => {
    const { metadata, securityContext, container } = templateOf({
      exempt: { runAsRoot: 'the driver of the card needs it', writableRoot: 'the tool installs plugins' },
    }).one;
    expect(metadata?.annotations).toEqual({
      'cdk8s-mlops/runs-as-root': 'the driver of the card needs it',
      'cdk8s-mlops/writable-root': 'the tool installs plugins',
    });
    expect(securityContext).toEqual({ runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container?.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });
});

describe('on OpenShift', () => {
  it('the namespace chooses user and group', () => {
    const { one } = templateOf({}, argo('4.0', { platform: 'openshift' }));
    expect(one.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  });
});

describe('files', () => {
  it('travel in one immutable ConfigMap named after their content, which nobody prunes under a run', () => {
    const files = Volume.files('conf', { 'a.json': '{}', 'b.bin': new Uint8Array([0, 255]) });
    const all = emitted(
      pipeline('it', {}, (p) => {
        p.step(task('a', { image, command: ['a'], mounts: { '/conf': files } }));
        p.step(task('b', { image, command: ['b'], mounts: { '/conf': files } }));
      }),
    );
    expect(all.one('ConfigMap')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: expect.stringMatching(/^conf-[0-9a-f]{10}$/),
        namespace: 'mlops',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' },
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
      },
      immutable: true,
      data: { 'a.json': '{}' },
      binaryData: { 'b.bin': 'AP8=' },
    });
  });
});
