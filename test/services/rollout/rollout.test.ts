import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { modelAnnotation } from '../../../src/programs/workload/inference-service';
import { type ApiClient, apiClient } from '../../cluster/api/client';
import type { KubeObject } from '../../cluster/api/json';
import { type Candidate, candidate, text } from '../../programs/candidate';
import type { Run } from '../../programs/run-program';
import { delayed, silence, together } from '../faulty/faults';
import { type Faulty, faulty } from '../faulty/faulty';
import { troubles } from '../faulty/troubles';
import { runInPod } from '../run-in-pod';
import { shared } from '../shared';
import { type Application, application, commit, healthy, newImage } from './application';
import { type Step, stepOf } from './pod-of';
import { stepsOf } from './steps';

let admin: ApiClient;
let app: Candidate;
let place: Application;
const started: Application[] = [];
const proxies: Faulty[] = [];
let steps: Readonly<Record<'pods' | 'again' | 'rollout' | 'rolloutModel' | 'patch' | 'patchModel' | 'param', Step>>;

async function start(): Promise<void> {
  place = await application(admin);
  started.push(place);
  const emitted = stepsOf(place);
  steps = {
    pods: await stepOf(admin, emitted.gate, 'check-pods'),
    again: await stepOf(admin, emitted.gate, 'check-pods-again'),
    rollout: await stepOf(admin, emitted.rollout, 'wait-rollout'),
    rolloutModel: await stepOf(admin, emitted.rolloutModel, 'wait-rollout'),
    patch: await stepOf(admin, emitted.patch, 'deploy-staging'),
    patchModel: await stepOf(admin, emitted.patchModel, 'deploy-staging'),
    param: await stepOf(admin, emitted.param, 'deploy-staging'),
  };
}

beforeAll(async () => {
  admin = apiClient(await shared('api-server'));
  app = await candidate({ '/version': text('1.0.5') });
  await start();
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
});
afterAll(async () => {
  for (const each of started) each.stop();
  await app.close();
});

const inputs = { version: '1.0.5', commit, deployed: newImage, token: '12', baseline: '' };
const programOf = {
  pods: 'check-pods',
  again: 'check-pods',
  rollout: 'wait-rollout',
  rolloutModel: 'wait-rollout',
  patch: 'deploy-patch',
  patchModel: 'deploy-patch',
  param: 'deploy-argocd-param',
} as const;

type Name = keyof typeof programOf;
interface How {
  readonly inputs?: Partial<typeof inputs>;
  readonly env?: Readonly<Record<string, string>>;
  readonly through?: Faulty;
  readonly kill?: Parameters<typeof runInPod>[2]['kill'];
}

/** Runs a step as it was emitted, faster. */
async function run(name: Name, { inputs: given = {}, env = {}, through, kill }: How = {}): Promise<Run> {
  const step = steps[name];
  const fast = { SAMPLE_SECONDS: '0.1', POLL_SECONDS: '0.1', URL: app.url, DEADLINE_SECONDS: '15' };
  const ran = await runInPod(
    programOf[name],
    { ...step.env({ ...inputs, ...given }), ...fast, ...env },
    {
      account: step.account,
      ...(through === undefined ? {} : { apiServer: { port: through.port, ca: through.ca ?? '' } }),
      ...(kill === undefined ? {} : { kill }),
    },
  );
  expect(ran.everything).not.toContain(step.account.api.access.token);
  expect(ran.stderr).toBe('');
  return ran;
}

async function proxy(): Promise<Faulty> {
  const { port, ca } = admin.access;
  const made = await faulty({ url: `https://127.0.0.1:${port}`, ca });
  proxies.push(made);
  return made;
}

const wordOf = ({ outputs }: Run): string | undefined => outputs.verdict ?? outputs.outcome;
const imageNow = async (): Promise<unknown> => {
  const { spec } = (await admin.get(place.deployment)) as unknown as {
    spec: { template: { spec: { containers: { image: string }[] } } };
  };
  return spec.template.spec.containers[0]?.image;
};
const tokenNow = async (path: string): Promise<unknown> =>
  ((await admin.get(path)).metadata as { annotations?: Record<string, string> }).annotations?.['cdk8s-mlops/token'];

describe('with the rights that their manifests give them', () => {
  it('pods are checked, and checked again by the baseline', async () => {
    const first = await run('pods');
    expect(first.outputs).toMatchObject({ verdict: 'pass' });
    const { baseline = '' } = first.outputs;
    expect((await run('again', { inputs: { baseline } })).outputs).toMatchObject({ verdict: 'pass' });
    const oom = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    await admin.patch(`${place.pod}/status`, { status: healthy({ restartCount: 1, lastState: oom }) });
    expect((await run('again', { inputs: { baseline } })).outputs).toMatchObject({ verdict: 'fail' });
    await admin.patch(`${place.pod}/status`, { status: healthy() });
  });

  it('a roll-out is waited for', async () => {
    expect((await run('rollout')).outputs).toMatchObject({ verdict: 'pass' });
    const other = await run('rollout', { inputs: { commit: 'd'.repeat(40) }, env: { DEADLINE_SECONDS: '1' } });
    expect(other.outputs).toMatchObject({ verdict: 'error', reason: expect.stringContaining('Argo CD is at ccc') });
  });

  it('a model is waited for, until KServe has made pods of its address', async () => {
    const deployed = 's3://models/fraud/6';
    const { namespace, inferenceService, pod } = place;
    const apps = `/apis/apps/v1/namespaces/${namespace}`;
    const made = { metadata: { annotations: { [modelAnnotation]: deployed } } };
    const waited = () => run('rolloutModel', { inputs: { deployed }, env: { DEADLINE_SECONDS: '1' } });
    await admin.patch(`${inferenceService}/status`, {
      // KServe's own, and no generation of the InferenceService.
      status: { deploymentMode: 'Standard', observedGeneration: 99, conditions: [{ type: 'Ready', status: 'True' }] },
    });
    // The Deployment of an InferenceService is called after it.
    const { metadata, spec } = await admin.get<{ metadata: { annotations: object }; spec: object } & KubeObject>(
      place.deployment,
    );
    const predictor = await admin.create<KubeObject>(`${apps}/deployments`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'fraud-predictor', annotations: metadata.annotations },
      spec,
    } as KubeObject);
    await admin.patch(`${apps}/deployments/fraud-predictor/status`, { status: { observedGeneration: 1 } });
    const { uid } = predictor.metadata as unknown as { uid: string };
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'fraud-predictor', uid, controller: true };
    await admin.patch(`${apps}/replicasets/fraud-1`, { metadata: { ownerReferences: [owner] } }, 'merge');
    const early = await waited();
    expect(early.outputs).toMatchObject({ verdict: 'error', reason: expect.stringContaining('KServe has not seen') });
    await admin.patch(`${apps}/replicasets/fraud-1`, { spec: { template: made } }, 'merge');
    const unproven = await waited();
    expect(unproven.outputs).toMatchObject({
      verdict: 'error',
      reason: expect.stringContaining('another version runs'),
    });
    await admin.patch(pod, made, 'merge');
    expect((await waited()).outputs).toMatchObject({ verdict: 'pass' });
    await expect(admin.get(inferenceService)).resolves.toBeDefined();
    await start();
  });

  it('a Deployment, a model and a parameter are set, once', async () => {
    await start();
    expect(wordOf(await run('patch'))).toBe('deployed');
    expect(wordOf(await run('patch'))).toBe('unchanged');
    expect([await imageNow(), await tokenNow(place.deployment)]).toEqual([newImage, '12']);
    const model = { deployed: 's3://models/fraud/7' };
    expect(wordOf(await run('patchModel', { inputs: model }))).toBe('deployed');
    expect(wordOf(await run('patchModel', { inputs: model }))).toBe('unchanged');
    expect(await admin.get(place.inferenceService)).toMatchObject({
      spec: { predictor: { model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/fraud/7' } } },
    });
    expect(wordOf(await run('param'))).toBe('deployed');
    expect(wordOf(await run('param'))).toBe('unchanged');
    expect(await admin.get(place.argoCd)).toMatchObject({
      spec: { source: { path: 'app', kustomize: { images: [`ghcr.io/acme/fraud=${newImage}`] } } },
    });
    expect(wordOf(await run('param', { inputs: { token: '11' } }))).toBe('lost');
  });

  it('nothing beside that is allowed', async () => {
    const { namespace } = place;
    const core = `/api/v1/namespaces/${namespace}`;
    const apps = `/apis/apps/v1/namespaces/${namespace}`;
    const outside: readonly (readonly [Name, (api: ApiClient) => Promise<unknown>])[] = [
      ['pods', (api) => api.get(`${core}/pods/fraud-1-a`)],
      ['pods', (api) => api.remove(`${core}/pods/fraud-1-a`)],
      ['pods', (api) => api.get(`${core}/secrets`)],
      ['pods', (api) => api.get(`${apps}/deployments`)],
      ['pods', (api) => api.get(`${apps}/deployments/other`)],
      ['pods', (api) => api.patch(`${apps}/deployments/fraud`, {})],
      ['pods', (api) => api.get('/api/v1/pods')],
      ['pods', (api) => api.get('/api/v1/namespaces/default/pods')],
      ['rollout', (api) => api.patch(place.argoCd, {})],
      ['rollout', (api) => api.get(place.argoCd.replace('fraud-staging', 'other'))],
      ['rollout', (api) => api.patch(`${apps}/deployments/fraud`, {})],
      ['patch', (api) => api.patch(`${apps}/deployments/other`, {})],
      ['patch', (api) => api.patch(`${apps}/deployments/fraud/scale`, {})],
      ['patch', (api) => api.remove(`${apps}/deployments/fraud`)],
      ['patch', (api) => api.get(`${core}/pods`)],
      ['patchModel', (api) => api.patch(`${apps}/deployments/fraud`, {})],
      ['param', (api) => api.patch(place.argoCd.replace('fraud-staging', 'other'), {})],
      ['param', (api) => api.remove(place.argoCd)],
      ['param', (api) => api.patch(`${apps}/deployments/fraud`, {})],
    ];
    for (const [name, call] of outside) {
      await expect(call(steps[name].account.api), `${name}: ${call}`).rejects.toMatchObject({ status: 403 });
    }
  });
});

describe.concurrent('when the API server', () => {
  const reading = ['pods', 'rollout'] as const;
  const table = Object.entries(troubles).flatMap(([what, trouble]) => reading.map((name) => ({ what, trouble, name })));

  it.each(table)('$what for ever, $name ends with no judgement about the candidate', async ({ trouble, name }) => {
    const through = await proxy();
    through.inject(trouble, { times: 10_000 });
    const ran = await run(name, { through, env: { DEADLINE_SECONDS: '3' } });
    expect(['error', 'inconclusive']).toContain(wordOf(ran));
  });

  it.each(table)('$what once, $name passes or says that it could not judge', async ({ trouble, name }) => {
    const through = await proxy();
    through.inject(trouble, { on: /\/pods/ });
    const ran = await run(name, { through, env: { DEADLINE_SECONDS: '4' } });
    expect(['pass', 'error', 'inconclusive']).toContain(wordOf(ran));
  });
});

describe.each([
  ['patch', /^PATCH .*deployments/],
  ['param', /^PATCH .*applications/],
] as const)('%s', (name, on) => {
  const path = () => (name === 'patch' ? place.deployment : place.argoCd);

  it.each(Object.entries(troubles))(
    'says the truth when the API server %s, and converges after it',
    async (_, trouble) => {
      const token = String(Number((await tokenNow(path())) ?? 100) + 1);
      const through = await proxy();
      through.inject(trouble, { on });
      const ran = await run(name, { through, inputs: { token }, env: { DEADLINE_SECONDS: '4' } });
      if (wordOf(ran) === 'deployed' || wordOf(ran) === 'unchanged') expect(await tokenNow(path())).toBe(token);
      else expect(wordOf(ran)).toBe('error');
      const again = await run(name, { inputs: { token } });
      expect(['deployed', 'unchanged']).toContain(wordOf(again));
      expect(await tokenNow(path())).toBe(token);
    },
  );

  it.each([
    ['before', silence],
    ['after', delayed(2000)],
  ] as const)('converges when it was killed %s its change reached the API server', async (_, fault) => {
    const token = String(Number((await tokenNow(path())) ?? 100) + 1);
    const through = await proxy();
    through.inject(fault, { on });
    const kill = { signal: 'SIGKILL', when: through.reached(on).then(() => undefined) } as const;
    const killed = await run(name, { through, inputs: { token }, kill });
    expect(wordOf(killed)).toBe('error');
    expect(['deployed', 'unchanged']).toContain(wordOf(await run(name, { inputs: { token } })));
    expect(await tokenNow(path())).toBe(token);
  });

  it('lets the newer of two runs that race win, whoever is first', async () => {
    const last = Number((await tokenNow(path())) ?? 100);
    const through = await proxy();
    through.inject(together(2), { on, times: 2 });
    const [older, newer] = await Promise.all(
      [last + 1, last + 2].map((token) => run(name, { through, inputs: { token: String(token) } })),
    );
    expect(wordOf(newer as Run)).toBe('deployed');
    expect(['lost', 'deployed']).toContain(wordOf(older as Run));
    expect(await tokenNow(path())).toBe(String(last + 2));
  });
});
