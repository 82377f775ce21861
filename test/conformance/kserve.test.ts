import { describe, expect, it } from 'vitest';
import { kserve as good } from './good/kserve';
import { acceptsAndRejects, canJudge, judging } from './judging';
import type { Mutation } from './mutation';

const own = ['KServe v0.20.0'];
const crds = ['KServe v0.20.0 CRDs'];
const pods = ['Pod security'];

const mutations: readonly Mutation[] = [
  {
    what: 'a misspelt field of a model',
    path: 'fraud.spec.predictor.model.storageURL',
    value: 's3://models/fraud/7/',
    judges: [...own, ...crds],
    message: /unknown field "spec.predictor.model.storageURL"/,
  },
  {
    what: 'a name that no host can have',
    path: 'own.metadata.name',
    value: 'own.1',
    judges: own,
    message: /InferenceService "own.1" is invalid/,
  },
  {
    what: 'a predictor of two kinds',
    path: 'iris.spec.predictor.xgboost',
    value: { storageUri: 'pvc://models/iris/3/' },
    judges: own,
    message: /exactly one of/i,
  },
  {
    what: 'a predictor of none',
    path: 'iris.spec.predictor',
    value: {},
    judges: own,
    message: /panics|exactly one of/i,
  },
  {
    what: 'text where a number is meant',
    path: 'fraud.spec.predictor.maxReplicas',
    value: '3',
    judges: [...own, ...crds],
    message: /cannot unmarshal string|must be of type integer/,
  },
  {
    what: 'fewer replicas than at least',
    path: 'fraud.spec.predictor.minReplicas',
    value: 5,
    judges: own,
    message: /MinReplicas.? cannot be greater than MaxReplicas/,
  },
  {
    what: 'a canary that the deployment mode does not have',
    path: 'fraud.spec.canary',
    value: [{ trafficPercent: 120, predictor: { name: 'next' } }],
    judges: [...own, ...crds],
    message: /100/,
  },
  {
    what: 'weights that are not whole',
    path: 'both.spec.nodes.root.steps.0.weight',
    value: 95,
    judges: own,
    message: /weight/i,
  },
  {
    what: 'a graph without a root',
    path: 'both.spec.nodes',
    value: { first: { routerType: 'Sequence', steps: [{ serviceName: 'fraud' }] } },
    judges: own,
    message: /root/,
  },
  {
    what: 'a runtime with the priority of one that is installed',
    path: 'acme.spec.supportedModelFormats',
    // Not the format of another object: this one is not in a namespace, and all variants are judged together.
    value: [{ name: 'lightgbm', version: '4', autoSelect: true, priority: 1 }],
    judges: own,
    message: /same priority assigned for the model format lightgbm/,
  },
  {
    what: 'a misspelt field of a runtime',
    path: 'onnx.spec.protocolVersion',
    value: ['v2'],
    judges: [...own, ...crds],
    message: /unknown field "spec.protocolVersion"/,
  },
  {
    what: 'a predictor as root',
    path: 'fraud.spec.predictor.model.securityContext',
    value: { runAsUser: 0 },
    judges: pods,
    message: /predictor: runAsUser=0 \(container "kserve-container"/,
  },
  {
    what: 'a runtime whose container may gain privileges',
    path: 'onnx.spec.containers.0.securityContext',
    value: undefined,
    judges: pods,
    message: /predictor: allowPrivilegeEscalation != false/,
  },
  {
    what: 'a predictor without the settings that the installed runtime lacks',
    path: 'iris.spec.predictor.securityContext',
    value: undefined,
    judges: pods,
    message: /predictor: seccompProfile/,
  },
  {
    what: 'a transformer with privileges',
    path: 'fraud.spec.transformer.containers.0.securityContext.privileged',
    value: true,
    judges: pods,
    message: /transformer: privileged/,
  },
  {
    what: 'a server of one’s own on the network of the host',
    path: 'own.spec.predictor.hostNetwork',
    value: true,
    judges: pods,
    message: /predictor: host namespaces/,
  },
];

describe.skipIf(!canJudge)('the judges of KServe', () => {
  acceptsAndRejects(
    good,
    {
      InferenceService: [...own, ...crds, ...pods],
      InferenceGraph: [...own, ...crds],
      ServingRuntime: [...own, ...crds],
      ClusterServingRuntime: [...own, ...crds],
    },
    mutations,
  );
});

const unknown = (securityContext: string) => `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: a}
spec:
  predictor:
    model: {modelFormat: {name: acme}, runtime: elsewhere, storageUri: 's3://a/b', securityContext: ${securityContext}}
`;

describe.skipIf(!canJudge)('a model on a runtime that is not among the files', () => {
  const said = judging({ silent: unknown('{}'), wrong: unknown('{privileged: true}') });
  const security = (file: string) => said(file).find(({ judge }) => judge.startsWith('Pod security'));

  it('is judged by what the model itself says, and otherwise not', () => {
    expect(security('silent')).toMatchObject({
      verdict: 'no-judge',
      message: 'predictor: ServingRuntime "elsewhere" is not among the given files',
    });
    expect(security('wrong')).toMatchObject({ verdict: 'rejected', message: expect.stringContaining('privileged') });
  });
});
