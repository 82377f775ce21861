import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import type { JsonRecord } from '../../../src/programs/json-value';
import { kubernetesApi } from '../../../src/programs/kubernetes/api';
import { serviceAccount } from '../../../src/programs/kubernetes/service-account';
import { openSession } from '../../../src/programs/session';
import { readGeneration } from '../../../src/programs/workload/generation';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { condition, container, pod } from '../pods/pod';
import { deployment, namespace, paths, replicaSet } from './rollout';

const path = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/fraud`;
const ready = [condition('Ready', 'True')];

function inferenceService(status: object, { spec = {}, annotations = {} } = {}): JsonRecord {
  return {
    metadata: { name: 'fraud', generation: 2, annotations },
    spec: { predictor: { model: { storageUri: 's3://models/fraud/7' }, ...spec } },
    status: { observedGeneration: 2, conditions: ready, ...status },
  };
}

let api: FakeApi;
afterEach(() => api.close());

async function read(objects: Readonly<Record<string, JsonRecord>>) {
  api = await fakeApi(objects);
  const calling = { deadline: startDeadline(5), session: openSession('test', () => undefined) };
  const client = kubernetesApi(serviceAccount(api.environment), calling);
  return readGeneration({ kind: 'inferenceservice', name: 'fraud' }, namespace, client);
}

describe('an InferenceService in Standard mode', () => {
  const made = {
    [`${paths.deployment}-predictor`]: deployment(),
    [`${paths.replicaSets}/fraud-new`]: replicaSet('new'),
    [`${paths.pods}/fraud-new-1`]: pod(),
  };

  it.each([
    ['by its status', inferenceService({ deploymentMode: 'Standard' })],
    ['by its older name', inferenceService({ deploymentMode: 'RawDeployment' })],
    [
      'by its annotation',
      inferenceService({}, { annotations: { 'serving.kserve.io/deploymentMode': 'RawDeployment' } }),
    ],
  ])('is its Deployment, %s', async (_, service) => {
    const found = await read({ [path]: service, ...made });
    expect(found).toMatchObject({ id: 'uid-new', wanted: 1, containers: ['app'], incomplete: undefined });
    expect(found).toHaveProperty('runs', expect.arrayContaining(['s3://models/fraud/7']));
  });

  it('is incomplete until KServe calls it ready', async () => {
    const service = inferenceService({
      deploymentMode: 'Standard',
      conditions: [condition('Ready', 'False', 'PredictorNotReady', 'MinimumReplicasUnavailable')],
    });
    expect(await read({ [path]: service, ...made })).toMatchObject({
      incomplete: 'the InferenceService is not ready: PredictorNotReady MinimumReplicasUnavailable',
    });
  });
});

describe('an InferenceService in Knative mode', () => {
  const revisionPod = (name: string, revision: string): JsonRecord =>
    pod({
      name,
      containers: [container('kserve-container'), container('queue-proxy')],
      metadata: { labels: { 'serving.knative.dev/revision': revision } },
    });
  const pods = {
    [`${paths.pods}/a`]: revisionPod('a', 'fraud-predictor-00002'),
    [`${paths.pods}/b`]: revisionPod('b', 'fraud-predictor-00001'),
  };
  const predictor = (more: object = {}) => ({
    components: {
      predictor: {
        latestCreatedRevision: 'fraud-predictor-00002',
        latestReadyRevision: 'fraud-predictor-00002',
        traffic: [{ revisionName: 'fraud-predictor-00002', percent: 100, latestRevision: true }],
        ...more,
      },
    },
  });

  it('is its newest revision, with the pods of that', async () => {
    const found = await read({ [path]: inferenceService(predictor()), ...pods });
    expect(found).toMatchObject({
      id: 'fraud-predictor-00002',
      wanted: 1,
      containers: ['kserve-container'],
      pods: [{ metadata: { name: 'a' } }],
      incomplete: undefined,
    });
  });

  it('may be scaled to no pods where that is allowed', async () => {
    const service = inferenceService(predictor(), { spec: { minReplicas: 0 } });
    expect(await read({ [path]: service })).toMatchObject({ wanted: 0, pods: [] });
  });

  it.each<[string, JsonRecord, RegExp]>([
    [
      'another revision is the ready one',
      inferenceService(predictor({ latestReadyRevision: 'fraud-predictor-00001' })),
      /does not call revision fraud-predictor-00002 ready/,
    ],
    [
      'another revision gets the traffic, though the entry says latest',
      inferenceService(
        predictor({ traffic: [{ revisionName: 'fraud-predictor-00001', percent: 100, latestRevision: true }] }),
      ),
      /gets 0 % of the traffic, not 100 %/,
    ],
    [
      'the canary gets another share than it is meant to',
      inferenceService(predictor({ traffic: [{ revisionName: 'fraud-predictor-00002', percent: 100 }] }), {
        spec: { canaryTrafficPercent: 10 },
      }),
      /gets 100 % of the traffic, not 10 %/,
    ],
  ])('is incomplete while %s', async (_, service, reason) => {
    expect(await read({ [path]: service, ...pods })).toMatchObject({ incomplete: expect.stringMatching(reason) });
  });

  it.each<[string, Record<string, JsonRecord>, RegExp]>([
    ['there is none', {}, /there is no InferenceService fraud/],
    [
      'KServe has not seen it',
      { [path]: { ...inferenceService(predictor()), status: { observedGeneration: 1, ...predictor() } } },
      /KServe has not seen generation 2/,
    ],
    ['it has no revision', { [path]: inferenceService({}) }, /has not made a revision/],
  ])('can not be told while %s', async (_, objects, reason) => {
    expect(await read(objects)).toMatchObject({ unsettled: expect.stringMatching(reason) });
  });
});
