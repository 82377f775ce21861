import type { Json } from '../mutation';
import { containerContext, securityContext } from './pods';

/** A model on a runtime of its own, one on a runtime of the installation, a server of one's own, and a graph of both. */
export function kserve(namespace: string): Json[] {
  return [
    {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'ServingRuntime',
      metadata: { name: 'onnx', namespace },
      spec: {
        supportedModelFormats: [{ name: 'acme', version: '1', autoSelect: true, priority: 1 }],
        protocolVersions: ['v2'],
        containers: [
          {
            name: 'kserve-container',
            image: 'ghcr.io/acme/server:1',
            args: ['--model={{.Name}}'],
            securityContext: containerContext,
          },
        ],
      },
    },
    {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'ClusterServingRuntime',
      metadata: { name: 'acme' },
      spec: {
        supportedModelFormats: [{ name: 'acme-tree', version: '1', autoSelect: true, priority: 1 }],
        protocolVersions: ['v1', 'v2'],
        containers: [{ name: 'kserve-container', image: 'ghcr.io/acme/tree:1' }],
      },
    },
    {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'fraud', namespace, annotations: { 'serving.kserve.io/deploymentMode': 'Standard' } },
      spec: {
        predictor: {
          minReplicas: 1,
          maxReplicas: 3,
          securityContext,
          model: { modelFormat: { name: 'acme' }, runtime: 'onnx', storageUri: 's3://models/fraud/7/' },
        },
        transformer: {
          securityContext,
          containers: [
            { name: 'kserve-container', image: 'ghcr.io/acme/fraud-features:1', securityContext: containerContext },
          ],
        },
      },
    },
    {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'iris', namespace },
      spec: { predictor: { securityContext, sklearn: { storageUri: 'pvc://models/iris/3/' } } },
    },
    {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'own', namespace },
      spec: {
        predictor: {
          securityContext,
          containers: [{ name: 'kserve-container', image: 'ghcr.io/acme/own:1', securityContext: containerContext }],
        },
      },
    },
    {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'InferenceGraph',
      metadata: { name: 'both', namespace },
      spec: {
        nodes: {
          root: {
            routerType: 'Splitter',
            steps: [
              { serviceName: 'fraud', weight: 90 },
              { serviceName: 'own', weight: 10 },
            ],
          },
        },
      },
    },
  ];
}
