import { afterEach, describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../src/programs/json-value';
import { inTurn, json, type Reply, raw } from '../candidate';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { type Run, runProgram } from '../run-program';
import { deployment, image, namespace, paths } from '../workload/rollout';

const service = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/fraud`;
const inferenceService: JsonRecord = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name: 'fraud', annotations: { team: 'risk' } },
  spec: {
    predictor: { minReplicas: 1, model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/fraud/6' } },
  },
};

let api: FakeApi;
afterEach(() => api.close());

const start = async (object: JsonRecord = deployment(), path: string = paths.deployment): Promise<void> => {
  api = await fakeApi({ [path]: object });
};
const deploy = (environment: Readonly<Record<string, string>> = {}): Promise<Run> =>
  runProgram('deploy-patch', {
    ...api.environment,
    NAMESPACE: namespace,
    WORKLOAD: 'deployment/fraud',
    DEPLOYED: image('6'),
    TOKEN: '12',
    DEADLINE_SECONDS: '5',
    ...environment,
  });

const outcomeOf = (run: Run): string => `${run.outputs.outcome} ${run.exit}`;
const withToken = (token: string, more: object = {}) =>
  deployment({ metadata: { annotations: { 'cdk8s-mlops/token': token } }, ...more });
const patches = () => api.requests.filter(({ method }) => method === 'PATCH');
const live = () => api.objects.get(paths.deployment) as JsonRecord;
const two = {
  template: {
    spec: {
      containers: [
        { name: 'app', image: image('5'), env: [{ name: 'A' }] },
        { name: 'proxy', image: 'proxy:1' },
      ],
    },
  },
};

describe('deploy-patch', () => {
  it('sets the image and the token, and nothing else', async () => {
    await start();
    const run = await deploy();
    expect(outcomeOf(run)).toBe('deployed 0');
    expect(patches()).toHaveLength(1);
    expect(patches()[0]?.path).toBe(`${paths.deployment}?fieldManager=cdk8s-mlops&force=true`);
    expect(JSON.parse(String(patches()[0]?.body))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'fraud', resourceVersion: '1', annotations: { 'cdk8s-mlops/token': '12' } },
      spec: { template: { spec: { containers: [{ name: 'app', image: image('6') }] } } },
    });
  });

  it('changes nothing when it runs again', async () => {
    await start();
    await deploy();
    expect(outcomeOf(await deploy())).toBe('unchanged 0');
    expect(patches()).toHaveLength(1);
  });

  it('writes a newer token to what runs already', async () => {
    await start(withToken('11'));
    expect(outcomeOf(await deploy({ DEPLOYED: image('5') }))).toBe('deployed 0');
    expect(live().metadata).toMatchObject({ annotations: { 'cdk8s-mlops/token': '12' } });
    // Server-side apply removes what it is no longer told of.
    expect(String(patches()[0]?.body)).toContain(image('5'));
  });

  it('stops, red, where a newer run has been', async () => {
    await start(withToken('13'));
    const run = await deploy();
    expect(outcomeOf(run)).toBe('lost 1');
    expect(run.outputs.reason).toBe('deployments/fraud was changed by a newer run: its token is 13, ours 12');
    expect(patches()).toEqual([]);
  });

  it('sets right what somebody changed under the same token', async () => {
    await start(withToken('12'));
    expect(outcomeOf(await deploy())).toBe('deployed 0');
  });

  it('compares tokens as numbers', async () => {
    await start(withToken('9'));
    expect(outcomeOf(await deploy())).toBe('deployed 0');
  });

  it('reads again when it lost a race, and decides again', async () => {
    await start();
    api.on(`${paths.deployment}?`, (...request) => {
      api.objects.set(paths.deployment, {
        ...withToken('13'),
        metadata: { ...(withToken('13').metadata as object), resourceVersion: '2' },
      });
      json({ kind: 'Status', reason: 'Conflict' }, { status: 409 })(...request);
    });
    expect(outcomeOf(await deploy())).toBe('lost 1');
  });

  it('gives up when others change it each time', async () => {
    await start();
    api.on(`${paths.deployment}?`, json({ kind: 'Status', reason: 'Conflict' }, { status: 409 }));
    const run = await deploy({ DEADLINE_SECONDS: '3' });
    expect(outcomeOf(run)).toBe('error 1');
    expect(run.outputs.reason).toMatch(/could not be changed/);
  });

  it('finds its own change when the answer to it was lost', async () => {
    await start();
    const { objects } = api;
    const lost: Reply = (response, count, request, body) => {
      const { metadata, spec } = JSON.parse(String(body));
      const changed = withToken(metadata.annotations['cdk8s-mlops/token'], { spec });
      objects.set(paths.deployment, {
        ...changed,
        metadata: { ...(changed.metadata as object), resourceVersion: '2' },
      });
      raw('')(response, count, request, body);
    };
    api.on(`${paths.deployment}?`, inTurn(lost, json({ kind: 'Status', reason: 'Conflict' }, { status: 409 })));
    expect(outcomeOf(await deploy())).toBe('deployed 0');
  });

  it('converges when it is killed after its change and started again', async () => {
    await start();
    const { objects } = api;
    const changing: Reply = (_, __, ___, body) => {
      const { metadata, spec } = JSON.parse(String(body));
      const changed = withToken(metadata.annotations['cdk8s-mlops/token'], { spec });
      objects.set(paths.deployment, {
        ...changed,
        metadata: { ...(changed.metadata as object), resourceVersion: '2' },
      });
    };
    api.on(`${paths.deployment}?`, changing);
    const killed = await deploy({ DEADLINE_SECONDS: '0.7' });
    expect(outcomeOf(killed)).toBe('error 1');
    expect(outcomeOf(await deploy())).toBe('unchanged 0');
  });

  it('says so when something else was stored than what was sent', async () => {
    await start();
    api.on(`${paths.deployment}?`, json({ ...deployment(), metadata: { name: 'fraud', resourceVersion: '2' } }));
    const run = await deploy();
    expect(run.outputs.reason).toMatch(/stored something else: is there a webhook\?/);
    expect(outcomeOf(run)).toBe('error 1');
  });

  it.each<[string, JsonRecord | undefined, Record<string, string>, RegExp]>([
    ['no Deployment', undefined, {}, /^there is no deployments\/fraud in namespace fraud-staging$/],
    [
      'one that Argo CD manages',
      deployment({
        metadata: { annotations: { 'argocd.argoproj.io/tracking-id': `staging:apps/Deployment:${namespace}/fraud` } },
      }),
      {},
      /follows Git by Argo CD \(staging\), which would undo the change/,
    ],
    [
      'one that Flux manages',
      deployment({ metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } } }),
      {},
      /follows Git by Flux \(apps\)/,
    ],
    ['a token that is none', withToken('x'), {}, /cdk8s-mlops\/token of deployments\/fraud is no whole number/],
    [
      'two containers, and no word which',
      deployment({ spec: two }),
      {},
      /containers app, proxy: say in CONTAINER which/,
    ],
    ['a container that is not there', deployment(), { CONTAINER: 'web' }, /containers app: none of them is web/],
    ['a model', deployment(), { DEPLOYED: 's3://models/fraud/7' }, /a Deployment runs an image, not a model/],
  ])('changes nothing with %s', async (_, object, environment, reason) => {
    await start(object, object === undefined ? '/nothing' : undefined);
    const run = await deploy(environment);
    expect(run.outputs.reason).toMatch(reason);
    expect(outcomeOf(run)).toBe('error 1');
    expect(patches()).toEqual([]);
  });

  it('changes what was copied from something that Argo CD manages', async () => {
    const copied = { 'argocd.argoproj.io/tracking-id': 'staging:apps/Deployment:other/original' };
    await start(deployment({ metadata: { annotations: copied } }));
    expect(outcomeOf(await deploy())).toBe('deployed 0');
  });

  it('sets one image of two, and leaves the rest of the containers alone', async () => {
    await start(deployment({ spec: two }));
    expect(outcomeOf(await deploy({ CONTAINER: 'app' }))).toBe('deployed 0');
    expect(live().spec).toMatchObject({
      template: {
        spec: {
          containers: [
            { name: 'app', image: image('6'), env: [{ name: 'A' }] },
            { name: 'proxy', image: 'proxy:1' },
          ],
        },
      },
    });
  });

  it('refuses what is malformed, all of it at once', async () => {
    await start();
    const run = await deploy({
      DEPLOYED: 'fraud:1.0.5',
      TOKEN: '-1',
      NAMESPACE: '../x',
      WORKLOAD: 'fraud',
      CONTAINER: 'a b',
    });
    for (const name of ['DEPLOYED', 'TOKEN', 'NAMESPACE', 'WORKLOAD', 'CONTAINER'])
      expect(run.outputs.reason).toContain(`${name}: `);
    expect(api.requests).toEqual([]);
  });
});

describe('the model of an InferenceService', () => {
  const model = { WORKLOAD: 'inferenceservice/fraud', DEPLOYED: 's3://models/fraud/7' };

  it('is set with the token, and nothing else', async () => {
    await start(inferenceService, service);
    expect(outcomeOf(await deploy(model))).toBe('deployed 0');
    expect(JSON.parse(String(patches()[0]?.body))).toEqual({
      metadata: { name: 'fraud', resourceVersion: '1', annotations: { 'cdk8s-mlops/token': '12' } },
      spec: { predictor: { model: { storageUri: 's3://models/fraud/7' } } },
    });
    expect(api.objects.get(service)).toMatchObject({ spec: { predictor: { minReplicas: 1 } } });
    expect(outcomeOf(await deploy(model))).toBe('unchanged 0');
  });

  it('has to be there: a predictor of its own containers has none', async () => {
    await start({ ...inferenceService, spec: { predictor: { containers: [] } } }, service);
    expect((await deploy(model)).outputs.reason).toMatch(/has no spec\.predictor\.model/);
    expect(patches()).toEqual([]);
  });

  it('is no image', async () => {
    await start(inferenceService, service);
    expect((await deploy({ ...model, DEPLOYED: image('6') })).outputs.reason).toMatch(/serves a model, not an image/);
  });
});
