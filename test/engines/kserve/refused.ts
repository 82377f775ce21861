import type { Json } from '../../conformance/mutation';

/** An InferenceService that KServe refuses, what is changed in it for that, and a part of what KServe says. */
export interface Refused {
  readonly what: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly says: string;
}

const mode = (value: string) => ({ 'serving.kserve.io/deploymentMode': value });
const standard = (scaler: string) => ({ ...mode('Standard'), 'serving.kserve.io/autoscalerClass': scaler });
const box = (name: string, ...variables: readonly [string, string][]) => ({
  name,
  image: 'ghcr.io/acme/server:1',
  env: variables.map(([variable, value]) => ({ name: variable, value })),
});
const resource = (name: string, target: object) => ({ metrics: [{ type: 'Resource', resource: { name, target } }] });
const query = (type: 'External' | 'PodMetric', metric: object, target: object) => ({
  metrics: [{ type, [type === 'External' ? 'external' : 'podmetric']: { metric, target } }],
});
const keda = (autoScaling: object) => ({ annotations: standard('keda'), 'predictor.autoScaling': autoScaling });
const canary = (...all: readonly (readonly [number, object])[]) => ({
  canary: all.map(([trafficPercent, predictor]) => ({
    trafficPercent,
    predictor: {
      model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/fraud/8' },
      ...predictor,
    },
  })),
});
const next = (predictor: object) => canary([10, { name: 'next', ...predictor }]);
const workers = (changes: Readonly<Record<string, unknown>> = {}) => ({
  annotations: standard('none'),
  'predictor.model.storageUri': 'pvc://models/fraud/7',
  'predictor.workerSpec': { pipelineParallelSize: 2, containers: [box('worker-container')] },
  ...changes,
});

/** A service that KServe takes. */
export function good(): Json {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'fraud', namespace: 'fraud', annotations: mode('Standard') },
    spec: {
      predictor: {
        minReplicas: 1,
        maxReplicas: 3,
        model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/fraud/7' },
      },
    },
  };
}

/** One row for each rule of KServe's webhook. */
export const refused: readonly Refused[] = [
  {
    what: 'a name that starts with a digit',
    changes: { name: '1fraud' },
    says: 'a InferenceService name must consist',
  },
  { what: 'a name with a dot', changes: { name: 'fraud.7' }, says: 'a InferenceService name must consist' },
  {
    what: 'an autoscaler that there is not',
    changes: { annotations: standard('kpa') },
    says: '[kpa] is not a supported autoscaler class type',
  },
  {
    what: 'a path of Python in the model',
    changes: { 'predictor.model.env': [{ name: 'PYTHONPATH', value: '/x' }] },
    says: 'setting PYTHONPATH in container "" is not allowed',
  },
  {
    what: 'a path of Python beside the model',
    changes: { 'predictor.containers': [box('other', ['PYTHONPATH', '/x'])] },
    says: 'setting PYTHONPATH in container "other"',
  },
  {
    what: 'a path of Python in a transformer',
    changes: { transformer: { containers: [box('kserve-container', ['PYTHONPATH', '/x'])] } },
    says: 'setting PYTHONPATH in container "kserve-container"',
  },
  {
    what: 'a path of Python in an explainer',
    changes: { explainer: { art: { type: 'SquareAttack', env: [{ name: 'PYTHONPATH', value: '/x' }] } } },
    says: 'setting PYTHONPATH in container',
  },
  {
    what: 'workers with two containers',
    changes: workers({ 'predictor.workerSpec': { containers: [box('worker-container'), box('b')] } }),
    says: 'setting multiple containers in workerSpec is not allowed',
  },
  {
    what: 'workers, and their number in a variable',
    changes: workers({ 'predictor.model.env': [{ name: 'PIPELINE_PARALLEL_SIZE', value: '2' }] }),
    says: 'setting PIPELINE_PARALLEL_SIZE in environment variables is not allowed',
  },
  {
    what: 'workers, and their devices in a variable',
    changes: workers({ 'predictor.model.env': [{ name: 'TENSOR_PARALLEL_SIZE', value: '2' }] }),
    says: 'setting TENSOR_PARALLEL_SIZE in environment variables is not allowed',
  },
  {
    what: 'workers, and a device that nobody knows',
    changes: workers({ 'predictor.model.resources': { limits: { 'acme.com/tpu': '1' } } }),
    says: 'Unknown GPU resource type',
  },
  {
    what: 'workers whose own device nobody knows',
    changes: workers({
      'predictor.workerSpec': { containers: [{ ...box('worker-container'), resources: { limits: { 'a.b/c': '1' } } }] },
    }),
    says: 'Unknown GPU resource type',
  },
  {
    what: 'workers, and names of devices that are no list',
    changes: workers({ annotations: { ...standard('none'), 'serving.kserve.io/gpu-resource-types': 'acme.com/tpu' } }),
    says: 'must be a valid JSON array',
  },
  {
    what: 'workers without a model',
    changes: workers({ 'predictor.model.storageUri': undefined }),
    says: 'StorageURI must be set for multinode enabled',
  },
  {
    what: 'workers and a model in a bucket',
    changes: workers({ 'predictor.model.storageUri': 's3://models/fraud/7' }),
    says: "Multinode only supports 'pvc' and 'oci' Storage Protocol(s3)",
  },
  {
    what: 'workers and an autoscaler',
    changes: workers({ annotations: standard('hpa') }),
    says: "Multinode only supports 'none' autoscaler(hpa)",
  },
  {
    what: 'no workers at all',
    changes: workers({ 'predictor.workerSpec': { pipelineParallelSize: 0 } }),
    says: 'WorkerSpec.PipelineParallelSize cannot be less than 1(0)',
  },
  {
    what: 'workers without devices',
    changes: workers({ 'predictor.workerSpec': { tensorParallelSize: 0 } }),
    says: 'WorkerSpec.TensorParallelSize cannot be less than 1(0)',
  },
  {
    what: "the model's address in a transformer beside it",
    changes: { 'predictor.containers': [box('transformer-container', ['STORAGE_URI', 's3://a/1'])] },
    says: 'storage uri should not be specified in transformer container',
  },
  {
    what: "a name for the model's container",
    changes: { 'predictor.model.name': 'kserve-container' },
    says: "the 'name' field is not allowed in standard predictor",
  },
  {
    what: 'one address and several',
    changes: { 'predictor.storageUris': [{ uri: 's3://models/a/1', mountPath: '/mnt/models' }] },
    says: 'Setting both StorageURI and StorageURIs is not supported.',
  },
  ...(
    [
      ['a model put into the root', [{ uri: 's3://a/1', mountPath: '/' }], 'storage path cannot be empty'],
      ['a model put nowhere certain', [{ uri: 's3://a/1', mountPath: 'mnt' }], 'storage path must be absolute: mnt'],
      ['a model put above its folder', [{ uri: 's3://a/1', mountPath: '/a/../b' }], "cannot contain '..'"],
      ['a model without an address', [{ uri: '', mountPath: '/mnt/a' }], 'storage URI cannot be empty'],
      [
        'models in unrelated folders',
        [
          { uri: 's3://a/1', mountPath: '/a/x' },
          { uri: 's3://b/1', mountPath: '/b/x' },
        ],
        'must have a common parent directory. Current paths: [/a/x /b/x]',
      ],
      [
        'two claims in one folder',
        [
          { uri: 's3://a/1', mountPath: '/mnt/a' },
          { uri: 's3://b/1', mountPath: '/mnt/b' },
          { uri: 'pvc://c/1', mountPath: '/mnt/c' },
          { uri: 'pvc://d/1', mountPath: '/mnt/c' },
        ],
        'PVC storage paths must be unique',
      ],
    ] as const
  ).map(([what, storageUris, says]) => ({
    what,
    changes: { 'predictor.model.storageUri': undefined, 'predictor.storageUris': storageUris },
    says,
  })),
  {
    what: 'a confidential model without an address',
    changes: { 'predictor.model.storageUri': undefined, 'predictor.model.confidential': { enabled: true } },
    says: 'confidential model serving requires storageUri to be set',
  },
  {
    what: 'a confidential model with a key that is none',
    changes: { 'predictor.model.confidential': { enabled: true, resourceId: 'kbs:///a' } },
    says: 'must be in the format kbs:///<repo>/<type>/<tag>',
  },
  { what: 'a predictor of nothing', changes: { 'predictor.model': undefined }, says: 'exactly one of [Name, SKLearn,' },
  {
    what: "a model and a server of one's own",
    changes: { 'predictor.containers': [box('kserve-container')] },
    says: 'must be specified in PredictorSpec',
  },
  {
    what: 'a server of a protocol that there is not',
    changes: { 'predictor.model': undefined, 'predictor.containers': [box('kserve-container', ['PROTOCOL', 'v3'])] },
    says: 'invalid protocol v1, v2. Must be one of [v3]',
  },
  {
    what: 'a transformer without a container',
    changes: { transformer: { minReplicas: 1 } },
    says: 'must be specified in TransformerSpec',
  },
  {
    what: 'two explainers in one',
    changes: { explainer: { art: { type: 'SquareAttack' }, containers: [box('a')] } },
    says: 'must be specified in ExplainerSpec',
  },
  {
    what: 'an explainer whose store nobody knows',
    changes: { explainer: { art: { type: 'SquareAttack', storage: { parameters: { type: 'gs' } } } } },
    says: 'storage.spec.type [gs] is not supported',
  },
  {
    what: 'an explainer whose address its store does not fit',
    changes: { explainer: { art: { type: 'SquareAttack', storage: {}, storageUri: 'gs://a/1' } } },
    says: 'StorageUri [gs://a/1] is not supported',
  },
  {
    what: 'fewer than no requests at once',
    changes: { 'predictor.containerConcurrency': -1 },
    says: 'parallelism cannot be less than 0',
  },
  {
    what: 'fewer pods than none',
    changes: { 'predictor.minReplicas': -1 },
    says: "'MinReplicas' cannot be less than 0",
  },
  {
    what: 'at most fewer pods than none',
    changes: { 'predictor.maxReplicas': -1 },
    says: "'MaxReplicas' cannot be less than 0",
  },
  {
    what: 'more pods at least than at most',
    changes: { 'predictor.minReplicas': 4 },
    says: "'MinReplicas' cannot be greater than MaxReplicas",
  },
  {
    what: 'one pod at least where nothing else is said, and none at most',
    changes: { 'predictor.minReplicas': undefined, 'predictor.maxReplicas': -2 },
    says: "'MaxReplicas' cannot be less than 0",
  },
  { what: 'a log of something else', changes: { 'predictor.logger': { mode: 'none' } }, says: 'invalid logger type' },
  {
    what: 'a log that is stored nowhere',
    changes: { 'predictor.logger': { mode: 'all', storage: { path: '/a' } } },
    says: 'invalid logger storage configuration',
  },
  {
    what: 'requests that Kubernetes is to scale by',
    changes: { annotations: standard('hpa'), 'predictor.scaleMetric': 'rps' },
    says: '[rps] is not a supported metric',
  },
  {
    what: 'more cpu than there is',
    changes: { annotations: standard('hpa'), 'predictor.scaleTarget': 101 },
    says: 'the target utilization percentage should be a [1-100] integer',
  },
  {
    what: 'no cpu',
    changes: { annotations: standard('hpa'), 'predictor.scaleTarget': 0 },
    says: 'the target utilization percentage should be a [1-100] integer',
  },
  {
    what: 'much memory, in MiB',
    changes: { annotations: standard('hpa'), 'predictor.scaleMetric': 'memory', 'predictor.scaleTarget': 2048 },
    says: 'the target utilization percentage should be a [1-100] integer',
  },
  {
    what: 'no memory',
    changes: { annotations: standard('hpa'), 'predictor.scaleMetric': 'memory', 'predictor.scaleTarget': 0 },
    says: 'the target memory should be greater than 1 MiB',
  },
  {
    what: 'a query that Kubernetes is to scale by',
    changes: {
      annotations: standard('hpa'),
      'predictor.autoScaling': query('External', { query: 'up' }, { value: 1 }),
    },
    says: 'invalid HPA metric source type with value [External],valid metric source types are Resource',
  },
  {
    what: 'a resource for Kubernetes that is not named',
    changes: { annotations: standard('hpa'), 'predictor.autoScaling': { metrics: [{ type: 'Resource' }] } },
    says: 'metricSpec.Resource is not set for resource metric source type',
  },
  {
    what: 'a metric of Kubernetes for KEDA',
    changes: { annotations: standard('keda'), 'predictor.scaleMetric': 'cpu' },
    says: 'ScaleMetric is not supported for KEDA',
  },
  {
    what: 'a resource for KEDA that is not named',
    changes: keda({ metrics: [{ type: 'Resource' }] }),
    says: 'metricSpec.Resource is not set for resource metric source type',
  },
  {
    what: 'an amount of cpu for KEDA',
    changes: keda(resource('cpu', { type: 'AverageValue', averageValue: '1' })),
    says: 'the cpu target value type should be Utilization',
  },
  {
    what: 'a value of memory for KEDA',
    changes: keda(resource('memory', { type: 'Value', value: '1Gi' })),
    says: 'the memory target value type should be AverageValue or Utilization',
  },
  {
    what: 'too little memory for KEDA',
    changes: keda(resource('memory', { type: 'AverageValue', averageValue: '1Ki' })),
    says: 'the memory target value should be greater than 1 MiB',
  },
  {
    what: 'another resource for KEDA',
    changes: keda(resource('disk', { type: 'Utilization', averageUtilization: 50 })),
    says: 'resource type disk is not supported',
  },
  {
    what: 'a share of cpu for KEDA that is not said',
    changes: keda(resource('cpu', { type: 'Utilization' })),
    says: 'the AverageUtilization type should be set',
  },
  {
    what: 'a share of cpu for KEDA above all of it',
    changes: keda(resource('cpu', { type: 'Utilization', averageUtilization: 150 })),
    says: 'the target utilization percentage should be a [1-100] integer',
  },
  {
    what: 'no query for KEDA',
    changes: keda(query('External', {}, { value: '1' })),
    says: 'the query should not be empty',
  },
  {
    what: 'no threshold of a query for KEDA',
    changes: keda(query('External', { query: 'up' }, { type: 'Value' })),
    says: 'the target threshold value should not be empty',
  },
  {
    what: 'an average for KEDA that is not said',
    changes: keda(query('External', { query: 'up' }, { type: 'AverageValue', value: '1' })),
    says: 'the AverageValue type should be set',
  },
  {
    what: 'a query for KEDA that is not there',
    changes: keda({ metrics: [{ type: 'External' }] }),
    says: 'metricSpec.External is not set for external metric source type',
  },
  {
    what: 'no query of pods for KEDA',
    changes: keda(query('PodMetric', { backend: 'opentelemetry' }, { value: '1' })),
    says: 'the query should not be empty',
  },
  {
    what: 'no threshold of pods for KEDA',
    changes: keda(query('PodMetric', { backend: 'opentelemetry', query: 'a' }, {})),
    says: 'the target threshold value should not be empty',
  },
  {
    what: 'a query of pods for KEDA that is not there',
    changes: keda({ metrics: [{ type: 'PodMetric' }] }),
    says: 'metricSpec.PodMetric is not set for pod metric source type',
  },
  {
    what: 'a way to replace pods in Knative mode',
    changes: { annotations: mode('Knative'), 'predictor.deploymentStrategy': { type: 'Recreate' } },
    says: 'customizing deploymentStrategy is only supported for raw deployment mode',
  },
  {
    what: 'cpu that Knative is to scale by',
    changes: { annotations: mode('Knative'), 'predictor.scaleMetric': 'cpu' },
    says: '[cpu] is not a supported metric',
  },
  {
    what: 'no requests per second in Knative mode',
    changes: { annotations: mode('Knative'), 'predictor.scaleMetric': 'rps', 'predictor.scaleTarget': 0 },
    says: 'the target for rps should be greater than 1',
  },
  {
    what: 'memory above 100 by the autoscaler of Kubernetes in Knative mode',
    changes: {
      annotations: { ...mode('Knative'), 'autoscaling.knative.dev/class': 'hpa.autoscaling.knative.dev' },
      'predictor.scaleMetric': 'memory',
      'predictor.scaleTarget': 200,
    },
    says: 'the target utilization percentage should be a [1-100] integer',
  },
  {
    what: 'a canary beside the predictor in Knative mode',
    changes: { annotations: mode('Knative'), ...next({}) },
    says: 'canary is only supported in Standard deployment mode',
  },
  {
    what: "a canary beside a server of one's own",
    changes: { 'predictor.model': undefined, 'predictor.containers': [box('kserve-container')], ...next({}) },
    says: 'canary requires a stable predictor with a model',
  },
  { what: 'a canary without a name', changes: canary([10, {}]), says: 'canary[0] predictor.name is required' },
  {
    what: 'two canaries of one name',
    changes: canary([10, { name: 'next' }], [10, { name: 'next' }]),
    says: 'canary predictor.name "next" is duplicated',
  },
  {
    what: 'a canary named as the predictor',
    changes: { 'predictor.name': 'next', ...next({}) },
    says: 'canary predictor.name "next" conflicts with stable predictor name',
  },
  {
    what: 'a canary with more than everything',
    changes: canary([101, { name: 'next' }]),
    says: 'canary "next" trafficPercent must be between 0 and 100, got 101',
  },
  {
    what: 'canaries with more than everything together',
    changes: canary([60, { name: 'a' }], [60, { name: 'b' }]),
    says: 'sum of canary trafficPercent values (120) must be <= 100',
  },
  {
    what: 'a canary of nothing',
    changes: next({ model: undefined }),
    says: 'canary "next" predictor: exactly one of',
  },
  {
    what: 'a canary with fewer pods than none',
    changes: next({ minReplicas: -1 }),
    says: `canary "next" predictor: 'MinReplicas' cannot be less than 0`,
  },
  { what: 'a canary with workers', changes: next({ workerSpec: {} }), says: 'canary "next" must not set workerSpec' },
  { what: 'a canary that scales', changes: next({ maxReplicas: 2 }), says: 'canary "next" must not set maxReplicas' },
  { what: 'a canary with a target', changes: next({ scaleTarget: 2 }), says: 'canary "next" must not set scaleTarget' },
  {
    what: 'a canary with a metric',
    changes: next({ scaleMetric: 'cpu' }),
    says: 'canary "next" must not set scaleMetric',
  },
  {
    what: 'a canary with an autoscaler',
    changes: next({ autoScaling: {} }),
    says: 'canary "next" must not set autoScaling',
  },
  {
    what: 'a canary with more pods than the predictor',
    changes: next({ minReplicas: 2 }),
    says: 'canary "next" minReplicas (2) must not exceed stable predictor minReplicas (1)',
  },
];

/** Services that look as if KServe refused them, and that it takes. */
export const taken: readonly Omit<Refused, 'says'>[] = [
  { what: 'nothing at most, which is no limit', changes: { 'predictor.minReplicas': 4, 'predictor.maxReplicas': 0 } },
  { what: 'no pods at least', changes: { 'predictor.minReplicas': 0 } },
  { what: 'a metric of no autoscaler', changes: { annotations: standard('none'), 'predictor.scaleTarget': 500 } },
  { what: 'cpu in Standard mode', changes: { annotations: standard('hpa'), 'predictor.scaleMetric': 'cpu' } },
  { what: 'workers of a claim', changes: workers() },
  {
    what: 'workers with a device of a name of their own',
    changes: workers({
      annotations: { ...standard('none'), 'serving.kserve.io/gpu-resource-types': '["acme.com/tpu"]' },
      'predictor.model.resources': { limits: { 'acme.com/tpu': '1' } },
    }),
  },
  { what: 'a canary', changes: next({}) },
  {
    what: 'a query of KEDA',
    changes: keda(query('External', { query: 'up', backend: 'prometheus' }, { type: 'Value', value: '5' })),
  },
  { what: 'a canary in Knative mode', changes: { annotations: mode('Knative'), 'predictor.canaryTrafficPercent': 10 } },
  {
    what: 'two claims in one folder, and one bucket',
    changes: {
      'predictor.model.storageUri': undefined,
      'predictor.storageUris': [
        { uri: 'pvc://c/1', mountPath: '/mnt/c' },
        { uri: 'pvc://d/1', mountPath: '/mnt/c' },
      ],
    },
  },
];

/** The good service with changes: of its name, its annotations, or of what stands in its spec. */
export function changed(changes: Readonly<Record<string, unknown>>): Json {
  const service = good() as { metadata: { [key: string]: unknown }; spec: object };
  for (const [path, value] of Object.entries(changes)) {
    if (path === 'name' || path === 'annotations') service.metadata[path] = value;
    else put(service.spec as { [key: string]: unknown }, path.split('.'), value);
  }
  return JSON.parse(JSON.stringify(service)) as Json;
}

function put(target: { [key: string]: unknown }, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[key] = value;
  else put(target[key] as { [key: string]: unknown }, rest, value);
}
