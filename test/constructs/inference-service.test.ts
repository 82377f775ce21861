import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { rolloutSettings } from '../../src/constructs/rollout-settings';
import { requirements } from '../../src/core/requirement';
import { ignoreDifferences, kserve } from '../../src/engines/kserve/index';
import {
  Deploy,
  type Environment,
  InferenceService,
  type InferenceServiceProps,
  MlflowRegistry,
  Promotion,
  secretKey,
  Workload,
} from '../../src/index';
import { plain, served } from '../engines/kserve/definitions';

// biome-ignore lint/suspicious/noExplicitAny: a manifest of any kind
type Manifest = any;

const sharing = (more: Partial<Parameters<typeof Deploy.git>[0]> = {}): Deploy =>
  Deploy.git({
    repository: 'https://git.example.com/acme/deployments.git',
    format: { inferenceService: 'fraud', canaryTrafficPercent: 10 },
    credentials: { password: secretKey('deployments-git', 'token') },
    ...more,
  });

function emitted(props: Partial<InferenceServiceProps> = {}): { readonly [kind: string]: Manifest } {
  const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
  new InferenceService(chart, 'fraud', { ...plain, ...props });
  return Object.fromEntries((chart.toJson() as Manifest[]).map((each) => [each.kind, each]));
}

describe('an InferenceService of an environment', () => {
  it('says its mode, its model and everything but the version', () => {
    const { metadata, spec } = emitted().InferenceService;
    expect(metadata).toMatchObject({
      name: 'fraud',
      namespace: 'fraud-staging',
      annotations: {
        'serving.kserve.io/deploymentMode': 'Standard',
        'serving.kserve.io/autoscalerClass': 'none',
        modelFormat: 'sklearn',
      },
    });
    expect(spec.predictor).toMatchObject({
      minReplicas: 1,
      maxReplicas: 1,
      model: {
        modelFormat: { name: 'sklearn', version: '1' },
        protocolVersion: 'v1',
        storageUri: 'pvc://model-storage/fraud/not-deployed',
        resources: { requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '4', memory: '8Gi' } },
      },
    });
  });

  it('asks for less than it may use', () => {
    const { spec } = emitted({ requests: { cpu: '1', memory: '1Gi' } }).InferenceService;
    expect(spec.predictor.model.resources).toEqual({
      requests: { cpu: '1', memory: '1Gi' },
      limits: { cpu: '4', memory: '8Gi' },
    });
  });

  it('gets devices and the nodes that have them, and gives its own up before it gets new ones', () => {
    const { spec } = emitted({
      gpu: { count: 1 },
      surge: false,
      placement: { nodeSelector: { gpu: 'yes' }, tolerations: [{ key: 'nvidia.com/gpu' }] },
    }).InferenceService;
    expect(spec.predictor).toMatchObject({
      nodeSelector: { gpu: 'yes' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      deploymentStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      model: { resources: { limits: { 'nvidia.com/gpu': '1' } } },
    });
  });

  it('has a Service of a name that stays, with the pods of the predictor behind it', () => {
    expect(emitted().Service).toMatchObject({
      metadata: { name: 'fraud-stable', namespace: 'fraud-staging' },
      spec: {
        selector: { 'serving.kserve.io/inferenceservice': 'fraud', component: 'predictor' },
        ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }],
      },
    });
    const url = 'http://fraud-predictor.fraud-staging.svc.cluster.local';
    expect(emitted({ environment: served({ url }) }).Service).toBeUndefined();
  });

  it('has the old names of the modes where KServe has them', () => {
    const { annotations } = emitted({ engine: kserve('0.15') }).InferenceService.metadata;
    expect(annotations).toEqual({
      'serving.kserve.io/deploymentMode': 'RawDeployment',
      'serving.kserve.io/autoscalerClass': 'none',
    });
  });

  it.each([
    ['s3://models/fraud/', 's3://models/fraud/not-deployed'],
    ['gs://models/fraud', 'gs://models/fraud/not-deployed'],
    ['oci://ghcr.io/acme/fraud', 'oci://ghcr.io/acme/fraud:not-deployed'],
    ['hf://acme/fraud', 'hf://acme/fraud:not-deployed'],
  ])('waits for a version below %s', (models, storageUri) => {
    expect(emitted({ models }).InferenceService.spec.predictor.model.storageUri).toBe(storageUri);
  });

  it.each<[string, NonNullable<InferenceServiceProps['scaling']>, object]>([
    ['a fixed number', { replicas: 2 }, { minReplicas: 2, maxReplicas: 2 }],
    ['cpu', { min: 1, max: 3, cpu: 70 }, { minReplicas: 1, maxReplicas: 3, scaleMetric: 'cpu', scaleTarget: 70 }],
    ['memory', { min: 1, max: 3, memory: 80 }, { scaleMetric: 'memory', scaleTarget: 80 }],
    [
      'a query',
      { min: 0, max: 3, query: { prometheus: 'http://prometheus:9090', promql: 'up', perPod: 0.5 } },
      {
        minReplicas: 0,
        autoScaling: {
          metrics: [
            {
              type: 'External',
              external: {
                metric: { backend: 'prometheus', serverAddress: 'http://prometheus:9090', query: 'up' },
                target: { type: 'Value', value: '0.5' },
              },
            },
          ],
        },
      },
    ],
  ])('is scaled by %s', (_, scaling, spec) => {
    expect(emitted({ scaling }).InferenceService.spec.predictor).toMatchObject(spec);
  });

  it('names the new version and the one before it where they share the traffic', () => {
    const url = 'http://fraud-predictor.fraud-staging.svc.cluster.local';
    const { metadata } = emitted({ mode: 'Knative', environment: served({ url, deploy: sharing() }) }).InferenceService;
    expect(metadata.annotations).toMatchObject({ 'serving.kserve.io/enable-tag-routing': 'true' });
  });

  it('says who puts the version there', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
    const service = new InferenceService(chart, 'fraud', plain);
    expect(service[requirements]()).toEqual([
      { component: 'KServe', version: '0.20' },
      {
        component: 'kustomize',
        setting:
          "puts the model's address into InferenceService `fraud-staging/fraud`: `environments/staging/fraud.yaml` among the `patches`",
      },
    ]);
  });

  it('never lets a GitOps controller ignore which model is deployed', () => {
    expect(JSON.stringify(ignoreDifferences())).not.toMatch(/storageUri|spec/);
  });

  const unserved = served({ workload: Workload.inferenceService('fraud') });
  const byPatch: Environment = served({ gitOps: undefined, deploy: Deploy.patch() });
  const shares = served({ deploy: sharing() });
  const at = (url: string): Environment => served({ url });
  it.each<[string, Partial<InferenceServiceProps>, RegExp]>([
    ['no target', { engine: {} as never }, /MLP2203/],
    ['a mode that there is not', { mode: 'RawDeployment' as never }, /MLP2204: the mode is 'RawDeployment'/],
    ['a Deployment', { environment: { ...served(), workload: Workload.deployment('fraud') } }, /MLP2204: nothing says/],
    ['no limit of memory', { environment: unserved }, /MLP2204: .* declares no limit of memory/],
    ['a way to deploy past Git', { environment: byPatch }, /MLP2204: the way to deploy .* writes no address/],
    ['a share of traffic in Standard mode', { environment: shares }, /MLP2204: .* which Standard mode ignores/],
    ["the Service that is KServe's", { environment: at('http://fraud.fraud-staging.svc:8080') }, /MLP2204: the url/],
    ['another port', { environment: at('http://fraud-predictor.fraud-staging.svc:8080') }, /MLP2204: the url/],
    ['a url elsewhere', { environment: at('https://fraud.example.com') }, /MLP2204: the url/],
    ['a Service of its own in Knative mode', { mode: 'Knative' }, /MLP2204: the url/],
    ['no format', { model: { protocol: 'v1' } as never }, /MLP2204: the format of the model/],
    ['no protocol', { model: { format: 'sklearn' } as never }, /MLP2204: the protocol of the model/],
    [
      'the latest runtime',
      { model: { format: 'sklearn', protocol: 'v1', runtimeVersion: 'latest' } },
      /MLP2204: the runtime is another one tomorrow/,
    ],
    ['a misspelt word', { model: { format: 'sklearn', protocol: 'v1', runtimme: 'x' } as never }, /MLP1007/],
    ['models of MLflow', { models: 'models:/fraud' }, /MLP2205[\s\S]*KServe reads no address of MLflow/],
    ['the latest models', { models: 's3://models/latest' }, /MLP2205/],
    ['models above their folder', { models: 's3://models/../fraud' }, /MLP2205/],
    ['models nowhere', { models: undefined as never }, /MLP2205/],
    ['requests that Kubernetes knows nothing of', { scaling: { min: 1, max: 2, rps: 5 } }, /MLP2204: in Standard mode/],
    ['scaling by nothing', { scaling: { min: 1, max: 2 } as never }, /MLP2204: the number of pods follows nothing/],
    [
      'scaling by two things',
      { scaling: { min: 1, max: 2, cpu: 50, memory: 50 } as never },
      /MLP2204: .* cpu and memory/,
    ],
    ['no pods in Standard mode', { scaling: { min: 0, max: 2, cpu: 50 } }, /MLP2204: the least number of pods is 0/],
    ['fewer at most', { scaling: { min: 3, max: 2, cpu: 50 } }, /MLP2204: the largest number of pods is 2/],
    [
      'more than all of the cpu',
      { scaling: { min: 1, max: 2, cpu: 150 } },
      /MLP2204: the number of pods follows 150 %/,
    ],
    ['a number and bounds', { scaling: { replicas: 1, min: 1 } as never }, /MLP1007/],
    ['one folder twice', { writable: ['/tmp'] }, /MLP2204: \/tmp is writable twice/],
    ['half a second', { timeout: Duration.millis(500) }, /MLP1301/],
  ])('is refused with %s', (_, props, says) => {
    expect(() => emitted(props)).toThrow(says);
  });
});

describe('an environment that gives a new version a share of the traffic first', () => {
  const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });
  const production = served({ deploy: sharing() });

  it.each<[string, Parameters<typeof sharing>[0], RegExp]>([
    [
      'by pull requests',
      { pullRequest: { host: 'github', waitMerged: Duration.hours(1) } as never },
      /MLP3021: .* takes two changes, and proposes each by a pull request/,
    ],
    [
      'that soaks what gets everything',
      { format: { inferenceService: 'fraud' }, soak: Duration.minutes(5) },
      /MLP3021/,
    ],
    ['of all of it', { format: { inferenceService: 'fraud', canaryTrafficPercent: 100 } }, /MLP3021/],
  ])('is refused %s', (_, more, says) => {
    expect(() => sharing(more)).toThrow(says);
  });

  it('is a place to promote to, not one to test in', () => {
    const other = { ...served(), name: 'staging', alias: 'staging' };
    const target = { ...production, name: 'production', alias: 'production' };
    expect(Promotion.of({ from: other, to: target, registry })).toMatchObject({ to: { name: 'production' } });
    expect(() => Promotion.of({ from: target, to: other, registry })).toThrow(/MLP3022: .* a share of the traffic/);
  });

  it('is waited for with time to look at the new version', () => {
    const { env } = rolloutSettings(production);
    expect(env).toMatchObject({ VERSION_MODEL: 'address', SOAK_SECONDS: '900' });
    expect(rolloutSettings(served()).env).not.toHaveProperty('SOAK_SECONDS');
  });
});
