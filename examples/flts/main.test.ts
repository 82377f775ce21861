import { describe, expect, it } from 'vitest';
import { committed } from '../../test/synthesized';
import { dev, type Preset, prod } from './presets';
import { all, type Manifest, manifests } from './written';

const presets = [
  ['dev', dev],
  ['prod', prod],
] as const;

describe('the flts example', () => {
  it('writes the committed manifests, no more and no less, however often', async () => {
    expect([...all.keys()]).toEqual([...committed('flts').keys()]);
    for (const [file, text] of all) await expect(text).toMatchFileSnapshot(`../../dist-manifests/flts/${file}`);
  });
});

describe.each(presets)('the flts example for %s', (name, preset: Preset) => {
  const objects = manifests(name);
  const of = (kind: string, wanted: string): Manifest => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name === wanted);
    if (found === undefined) throw new Error(`no ${kind} ${wanted}`);
    return found;
  };
  const templates: readonly Template[] = objects
    .filter(({ kind }) => kind === 'WorkflowTemplate')
    .flatMap(({ spec }) => spec.templates);
  const template = (wanted: string): Template => {
    const found = templates.find((each) => each.name === wanted);
    if (found === undefined) throw new Error(`no template ${wanted}`);
    return found;
  };
  const envOf = (wanted: string) =>
    Object.fromEntries((template(wanted).container?.env ?? []).map(({ name, value }) => [name, value]));
  const secretsOf = (container: Container | undefined) => [
    ...new Set((container?.env ?? []).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? [])),
  ];
  const trainers = ['train-gru', 'train-lstm', 'nonml-prophet'];

  it('trains three members side by side, each with its image by digest, its limits, its time and its label', () => {
    for (const trainer of trainers) {
      const { container, metadata, timeout } = template(trainer);
      expect(container?.image).toMatch(/^ghcr\.io\/acme\/flts-(train|nonml)@sha256:[0-9a-f]{64}$/);
      expect(container?.resources).toEqual({
        requests: { cpu: preset.trainer.cpu.request, memory: preset.trainer.memory.request },
        limits: { cpu: preset.trainer.cpu.limit, memory: preset.trainer.memory.limit },
      });
      expect(metadata?.labels).toEqual({ 'app.kubernetes.io/component': 'training' });
      expect(timeout).toBe({ dev: '10m', prod: '2h' }[name]);
    }
    expect(of('WorkflowTemplate', 'train-model').spec.arguments.parameters).toContainEqual(
      expect.objectContaining({ name: 'epochs', value: String(preset.epochs) }),
    );
  });

  it('tells the networks what they are made of, and every member where its data are', () => {
    const data = { TRAIN_DATA: '{{inputs.parameters.train-data}}', TEST_DATA: '{{inputs.parameters.test-data}}' };
    const network = { EPOCHS: '{{inputs.parameters.epochs}}', BATCH_SIZE: '64', HIDDEN_SIZE: '128', NUM_LAYERS: '2' };
    const window = { INPUT_SEQ_LEN: '10', OUTPUT_SEQ_LEN: '1' };
    const server = { MLFLOW_TRACKING_URI: `http://mlflow.${preset.namespace}.svc.cluster.local:5000` };
    const store = `http://minio.${preset.namespace}.svc.cluster.local:9000`;
    expect(envOf('train-gru')).toMatchObject({ ...data, ...network, ...window, ...server, MODEL_TYPE: 'GRU' });
    expect(envOf('train-lstm')).toMatchObject({ ...data, ...network, ...window, ...server, MODEL_TYPE: 'LSTM' });
    expect(envOf('nonml-prophet')).toMatchObject({ ...data, ...window, ...server, MODEL_TYPE: 'PROPHET' });
    for (const trainer of trainers) expect(envOf(trainer)).toMatchObject({ MLFLOW_S3_ENDPOINT_URL: store });
  });

  it('takes as many rows as the preset says, and looks that they were taken', () => {
    const { parameters } = of('WorkflowTemplate', 'retrain').spec.arguments;
    const given = Object.fromEntries(
      parameters.map((each: { name: string; value: string }) => [each.name, each.value]),
    );
    expect(given).toMatchObject(
      {
        dev: { 'sample-train-rows': '50', 'sample-test-rows': '30', 'sample-strategy': 'head', 'sample-seed': '45' },
        prod: { 'sample-train-rows': '0', 'sample-test-rows': '0', 'sample-strategy': 'head', 'sample-seed': '42' },
      }[name],
    );
    expect(envOf('preprocess')).toMatchObject({ SAMPLE_TRAIN_ROWS: '{{inputs.parameters.sample-train-rows}}' });
    expect(envOf('check-sampling-prepare')).toMatchObject({ SAMPLE_WINDOW: '{"input":10,"output":1}' });
  });

  it('chooses by the score, among members of which the preset says who must take part', () => {
    const prophet = name === 'prod';
    expect(JSON.parse(envOf('select-best').SELECTION ?? '')).toEqual({
      members: [
        { name: 'gru', required: true },
        { name: 'lstm', required: true },
        { name: 'prophet', required: prophet },
      ],
      minCandidates: prophet ? 3 : 2,
      score: { better: 'lower', weights: { test_rmse: 0.5, test_mae: 0.3, test_mse: 0.2 } },
    });
  });

  it('makes every bucket before anything is trained', () => {
    expect(envOf('init-buckets').BUCKETS?.split(',')).toEqual(
      expect.arrayContaining(['mlflow', 'model-promotion', 'inference-txt-logs', 'dataset', 'processed-data']),
    );
    const { tasks = [] } = template('retrain').dag ?? {};
    expect(tasks.find((task) => task.name === 'prepare')?.depends).toBe('init-buckets.Succeeded');
    expect(tasks.find((task) => task.name === 'deliver-once')?.depends).toBe('prepare.Succeeded');
  });

  it('has secrets by their names only, and gives nobody one that it does not need', () => {
    const containers = templates.flatMap((each) => (each.container === undefined ? [] : [each]));
    const readers = (secret: string) =>
      [
        ...new Set(
          containers.filter(({ container }) => secretsOf(container).includes(secret)).map((each) => each.name),
        ),
      ].sort();
    expect(readers('minio-training')).toEqual(['nonml-prophet', 'preprocess', 'train-gru', 'train-lstm']);
    expect(readers('minio-buckets')).toEqual(['init-buckets']);
    // What is promoted is written by the release alone: what trains could not, and neither could what answers.
    const promoters = containers.filter(({ container }) => secretsOf(container).includes('minio-promotion'));
    expect(promoters.map(({ container }) => container?.command?.[1])).toEqual(
      promoters.map(() => '/program/release.mjs'),
    );
    expect(secretsOf(of('Deployment', 'inference').spec.template.spec.containers[0])).toEqual(['minio-inference']);
    for (const [file, text] of all) {
      if (!file.includes('configmap_program'))
        expect(text).not.toMatch(/minioadmin|name: AWS_SECRET_ACCESS_KEY\n *value:/);
    }
  });

  it('has what answers behind a Service, as many pods as are needed, and alive whatever other servers do', () => {
    const { selector, template, replicas } = of('Deployment', 'inference').spec;
    const [container] = template.spec.containers;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(replicas).toBeUndefined();
    expect(container.readinessProbe.httpGet.path).not.toBe(container.livenessProbe.httpGet.path);
    expect(of('Service', 'inference').spec).toMatchObject({
      selector: selector.matchLabels,
      ports: [{ port: 8000, targetPort: 'http' }],
    });
    const { scaleTargetRef, minReplicas, maxReplicas, metrics, behavior } = of(
      'HorizontalPodAutoscaler',
      'inference',
    ).spec;
    expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'inference' });
    expect([minReplicas, maxReplicas]).toEqual({ dev: [2, 8], prod: [4, 20] }[name]);
    expect(metrics.map(({ resource }: Metric) => [resource.name, resource.target.averageUtilization])).toEqual([
      ['cpu', 70],
      ['memory', 75],
    ]);
    expect(behavior.scaleDown.stabilizationWindowSeconds).toBe(300);
    const nodePorts = objects.filter(({ kind, spec }) => kind === 'Service' && spec.type === 'NodePort');
    expect(nodePorts.map(({ spec }) => spec.ports[0].nodePort)).toEqual({ dev: [30080], prod: [] }[name]);
  });

  it('promotes by one object of a bucket, and asks what answers for the run that it names', () => {
    expect(envOf('begin-gate')).toMatchObject({ SOURCE_DEPLOY: 'pointer', SOURCE_BUCKET: 'model-promotion' });
    expect(envOf('wait-rollout')).toMatchObject({ VERSION_PATH: '/model', VERSION_FIELD: 'runId' });
    const writers = templates.filter(({ container }) =>
      container?.env?.some(({ value }) => value === 'model-promotion'),
    );
    expect(writers.every(({ container }) => container?.command?.[1] === '/program/release.mjs')).toBe(true);
  });

  it('is started by new data, by the clock and by hand, by one template, and tells a topic how it ended', () => {
    const [trigger] = of('Sensor', 'train-on-data').spec.triggers;
    const submitted = trigger.template.k8s.source.resource.spec.workflowTemplateRef;
    const scheduled = of('CronWorkflow', 'retrain-by-clock').spec.workflowSpec.workflowTemplateRef;
    expect([submitted, scheduled]).toEqual([{ name: 'retrain' }, { name: 'retrain' }]);
    const { kafka } = of('EventSource', 'train-on-data').spec;
    expect(Object.values(kafka)).toMatchObject([
      { topic: 'training-data', consumerGroup: { groupName: 'flts-retrain' } },
    ]);
    const [relay] = of('Sensor', 'model-selected').spec.triggers;
    expect(relay.template.kafka).toMatchObject({ topic: 'model-selected', tls: { enabled: true } });
  });

  it('shows all of it on one page of Grafana, with queries about its own namespace', () => {
    const { data, metadata } = of('ConfigMap', 'flts-dashboard');
    expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    const { panels } = JSON.parse(data?.['flts.json'] ?? '');
    const queries = panels.flatMap(({ targets }: Panel) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThanOrEqual(6);
    for (const query of queries) expect(query).toContain(`namespace="${preset.namespace}"`);
    const { spec } = of('ServiceMonitor', 'inference');
    expect(of('Service', 'inference').metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(spec.endpoints).toEqual([{ port: 'http', path: '/metrics', interval: '15s' }]);
  });
});

interface Template {
  readonly name: string;
  readonly timeout?: string;
  readonly metadata?: { readonly labels?: object };
  readonly container?: Container;
  readonly dag?: { readonly tasks: readonly { readonly name: string; readonly depends?: string }[] };
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly resources?: object;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string } };
  }[];
}

interface Metric {
  readonly resource: { readonly name: string; readonly target: { readonly averageUtilization: number } };
}

interface Panel {
  readonly targets: readonly { readonly expr: string }[];
}
