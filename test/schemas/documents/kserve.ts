import type * as kserve from '../../../src/schemas/kserve/types';

const metadata = (name: string) => ({ name, namespace: 'models' });

const service: kserve.InferenceService = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { ...metadata('food'), annotations: { 'serving.kserve.io/deploymentMode': 'Standard' } },
  spec: {
    predictor: {
      minReplicas: 1,
      maxReplicas: 3,
      scaleMetric: 'cpu',
      scaleTarget: 80,
      serviceAccountName: 'models',
      deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
      model: {
        modelFormat: { name: 'sklearn', version: '1' },
        runtime: 'kserve-sklearnserver',
        storageUri: 's3://models/food/7/',
        resources: { limits: { cpu: 1, memory: '1Gi' } },
        env: [{ name: 'WORKERS', value: '2' }],
        readinessProbe: { httpGet: { path: '/v2/health/ready', port: 8080 } },
      },
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
    },
    transformer: { containers: [{ name: 'kserve-container', image: 'ghcr.io/acme/crop:1.0.0' }] },
  },
};

const runtimeSpec: kserve.ServingRuntimeSpec = {
  supportedModelFormats: [{ name: 'sklearn', version: '1', autoSelect: true, priority: 1 }],
  protocolVersions: ['v2'],
  containers: [
    {
      name: 'kserve-container',
      image: 'ghcr.io/acme/serve:1.0.0',
      args: ['--model_name={{.Name}}'],
      resources: { requests: { cpu: '1' } },
    },
  ],
};

const runtime: kserve.ServingRuntime = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ServingRuntime',
  metadata: metadata('acme'),
  spec: runtimeSpec,
};

const clusterRuntime: kserve.ClusterServingRuntime = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ClusterServingRuntime',
  metadata: { name: 'acme' },
  spec: {
    ...runtimeSpec,
    supportedModelFormats: [{ name: 'acme' }],
    workerSpec: { pipelineParallelSize: 2, containers: [{ name: 'worker', image: 'acme' }] },
  },
};

const graph: kserve.InferenceGraph = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'InferenceGraph',
  metadata: metadata('food'),
  spec: {
    nodes: {
      root: {
        routerType: 'Splitter',
        steps: [
          { serviceName: 'food', weight: 90 },
          { serviceName: 'food-next', weight: 10 },
        ],
      },
    },
  },
};

const trained: kserve.TrainedModel = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'TrainedModel',
  metadata: metadata('food-7'),
  spec: { inferenceService: 'food', model: { framework: 'sklearn', memory: '1Gi', storageUri: 's3://models/food/7/' } },
};

const storage: kserve.ClusterStorageContainer = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ClusterStorageContainer',
  metadata: { name: 'registry' },
  spec: {
    container: { name: 'storage-initializer', image: 'ghcr.io/acme/fetch:1.0.0' },
    supportedUriFormats: [{ prefix: 'models://' }],
  },
};

export const kserveDocuments = [service, runtime, clusterRuntime, graph, trained, storage];
