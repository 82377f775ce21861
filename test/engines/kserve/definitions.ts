import type { Chart } from 'cdk8s';
import { kserve } from '../../../src/engines/kserve/index';
import {
  Deploy,
  Environment,
  type EnvironmentProps,
  GitOps,
  Image,
  InferenceService,
  type InferenceServiceProps,
  ServingRuntime,
  type ServingRuntimeProps,
  secretKey,
  VersionProof,
  Workload,
} from '../../../src/index';

/** An environment that is served by the InferenceService `fraud`. */
export function served(more: Partial<EnvironmentProps> = {}): Environment {
  return Environment.of('staging', {
    application: 'fraud',
    namespace: 'fraud-staging',
    url: 'http://fraud-stable.fraud-staging.svc.cluster.local:8080',
    proof: VersionProof.pods({ model: true }),
    workload: Workload.inferenceService('fraud', { limits: { cpu: '4', memory: '8Gi' } }),
    gitOps: GitOps.argocd({ application: 'fraud-staging' }),
    deploy: Deploy.git({
      repository: 'https://git.example.com/acme/deployments.git',
      format: { inferenceService: 'fraud' },
      credentials: { password: secretKey('deployments-git', 'token') },
    }),
    ...more,
  });
}

const inKnative: Environment = served({ url: 'http://fraud-predictor.fraud-staging.svc.cluster.local' });

/** What is least said of a service. */
export const plain: InferenceServiceProps = {
  engine: kserve('0.20'),
  environment: served(),
  model: { format: 'sklearn', formatVersion: '1', protocol: 'v1' },
  models: 'pvc://model-storage/fraud',
};

const variants: Readonly<Record<string, Partial<InferenceServiceProps>>> = {
  'a model of a claim, on the CPU': {},
  'a model of a claim, on a GPU of its own nodes': {
    gpu: { count: 1 },
    surge: false,
    placement: {
      nodeSelector: { 'nvidia.com/gpu.present': 'true' },
      tolerations: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
    },
  },
  'on OpenShift': { engine: kserve('0.20', { platform: 'openshift' }) },
  'on KServe 0.15': { engine: kserve('0.15', { platform: 'openshift' }) },
  'a model of a bucket, by a runtime of its own': {
    models: 's3://models/fraud',
    model: { format: 'onnx', runtime: 'kserve-tritonserver', runtimeVersion: '24.05-py3', protocol: 'v2' },
    storageCredentials: 'model-bucket',
    env: { LOG_LEVEL: 'info', API_KEY: secretKey('keys', 'api') },
    args: ['--workers=2'],
    writable: ['/home/server'],
  },
  'a model of a registry of images': { models: 'oci://ghcr.io/acme/fraud' },
  'scaled by cpu': { scaling: { min: 2, max: 5, cpu: 70 } },
  'scaled by memory': { scaling: { min: 1, max: 5, memory: 80 } },
  'scaled by a query': {
    scaling: {
      min: 0,
      max: 5,
      query: { prometheus: 'http://prometheus.monitoring.svc:9090', promql: 'sum(rate(requests[1m]))', perPod: 10 },
    },
  },
  'in Knative mode, scaled to none': {
    mode: 'Knative',
    environment: inKnative,
    scaling: { min: 0, max: 3, concurrency: 10 },
  },
  'in Knative mode, by requests per second, on a GPU': {
    mode: 'Knative',
    environment: inKnative,
    scaling: { min: 1, max: 3, rps: 100 },
    gpu: { count: 1, resource: 'amd.com/gpu' },
    placement: { nodeSelector: { gpu: 'yes' } },
  },
  'with a server that writes to its image': { exempt: { writableRoot: 'the server unpacks itself' } },
};

/** A runtime of one's own, and a model that names it. */
export function ownRuntime(chart: Chart, more: Partial<ServingRuntimeProps> = {}): void {
  new ServingRuntime(chart, 'acme', {
    engine: kserve('0.20'),
    namespace: 'fraud-staging',
    image: Image.tagged('ghcr.io/acme/server:1.4.2'),
    formats: [{ name: 'sklearn', version: '1' }],
    protocols: ['v1', 'v2'],
    args: ['--model_name={{.Name}}', '--model_dir=/mnt/models'],
    env: { LOG_LEVEL: 'info' },
    writable: ['/home/server'],
    ...more,
  });
  new InferenceService(chart, 'fraud', { ...plain, model: { format: 'sklearn', runtime: 'acme', protocol: 'v1' } });
}

/** Every way to emit an InferenceService, by what it is. */
export const definitions: Readonly<Record<string, (chart: Chart) => void>> = Object.fromEntries([
  ['by a runtime of its own', (chart: Chart) => ownRuntime(chart)],
  ...Object.entries(variants).map(([what, props]) => [
    what,
    (chart: Chart) => void new InferenceService(chart, 'fraud', { ...plain, ...props }),
  ]),
]);
