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

const madeFor = (uri: string) => ({ 'internal.serving.kserve.io/storage-initializer-sourceuri': uri });
const path = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/fraud`;
const ready = [condition('Ready', 'True')];

function inferenceService(status: object, { spec = {}, annotations = {} } = {}): JsonRecord {
  return {
    metadata: { name: 'fraud', generation: 2, annotations },
    spec: { predictor: { model: { storageUri: 's3://models/fraud/7' }, ...spec } },
    // What KServe says that it observed is the generation of what it made, which is another one.
    status: { observedGeneration: 1, conditions: ready, ...status },
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
  const madeOf = (uri: string) => {
    const set = replicaSet('new') as { spec: { template: object } };
    Object.assign(set.spec.template, { metadata: { annotations: madeFor(uri) } });
    return {
      [`${paths.deployment}-predictor`]: deployment(),
      [`${paths.replicaSets}/fraud-new`]: set as unknown as JsonRecord,
      [`${paths.pods}/fraud-new-1`]: pod(),
    };
  };
  const made = madeOf('s3://models/fraud/7');

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

  it('can not be told while its Deployment is that of another model', async () => {
    const service = inferenceService({ deploymentMode: 'Standard', observedGeneration: 9 });
    expect(await read({ [path]: service, ...madeOf('s3://models/fraud/6') })).toEqual({
      unsettled: 'KServe has not seen s3://models/fraud/7 yet: fraud-new is made for s3://models/fraud/6',
    });
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
  const revisions = `/apis/serving.knative.dev/v1/namespaces/${namespace}/revisions`;
  const revisionOf = (uri: string): JsonRecord => ({
    metadata: { name: 'fraud-predictor-00002', annotations: madeFor(uri) },
  });
  const pods = {
    [`${revisions}/fraud-predictor-00002`]: revisionOf('s3://models/fraud/7'),
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
    const none = { [`${revisions}/fraud-predictor-00002`]: revisionOf('s3://models/fraud/7') };
    expect(await read({ [path]: service, ...none })).toMatchObject({ wanted: 0, pods: [], incomplete: undefined });
  });

  const both = (share: number) => [
    { revisionName: 'fraud-predictor-00002', percent: share, latestRevision: true },
    { revisionName: 'fraud-predictor-00001', percent: 100 - share, tag: 'prev' },
  ];

  it.each<[string, object]>([
    [
      'a part of the traffic beside one that had all of it',
      { latestRolledoutRevision: 'fraud-predictor-00001', traffic: both(10) },
    ],
    ['all of the traffic where none had it before', {}],
    ['all of it where it is the one that had it', { latestRolledoutRevision: 'fraud-predictor-00002' }],
  ])('as a canary gets %s', async (_, status) => {
    const service = inferenceService(predictor(status), { spec: { canaryTrafficPercent: 10 } });
    expect(await read({ [path]: service, ...pods })).toMatchObject({ incomplete: undefined });
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
      inferenceService(
        predictor({
          latestRolledoutRevision: 'fraud-predictor-00001',
          traffic: [{ revisionName: 'fraud-predictor-00002', percent: 100 }],
        }),
        { spec: { canaryTrafficPercent: 10 } },
      ),
      /gets 100 % of the traffic, not 10 %/,
    ],
    [
      'nobody says who gets the traffic',
      inferenceService(predictor({ traffic: undefined })),
      /gets 0 % of the traffic/,
    ],
  ])('is incomplete while %s', async (_, service, reason) => {
    expect(await read({ [path]: service, ...pods })).toMatchObject({ incomplete: expect.stringMatching(reason) });
  });

  it.each<[string, Record<string, JsonRecord>, RegExp]>([
    ['there is none', {}, /there is no InferenceService fraud/],
    [
      'its revision is that of another model',
      {
        [path]: inferenceService(predictor()),
        [`${revisions}/fraud-predictor-00002`]: revisionOf('s3://models/fraud/6'),
      },
      /KServe has not seen s3:\/\/models\/fraud\/7 yet/,
    ],
    ['its revision is gone', { [path]: inferenceService(predictor()) }, /there is no revision fraud-predictor-00002/],
    ['it has no revision', { [path]: inferenceService({}) }, /has not made a revision/],
  ])('can not be told while %s', async (_, objects, reason) => {
    expect(await read(objects)).toMatchObject({ unsettled: expect.stringMatching(reason) });
  });
});
