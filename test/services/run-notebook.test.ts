import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, apiClient } from '../cluster/api/client';
import type { KubeObject } from '../cluster/api/json';
import { listPath } from '../cluster/api/paths';
import type { Run } from '../programs/run-program';
import { type Account, makeAccount } from './account';
import { halfAnswer, lostAnswer, lostRequest, status } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { runInPod } from './run-in-pod';
import { defineKind, notebookValidationJob } from './servers/kinds';
import { shared } from './shared';

const apiVersion = 'mlops.mlops.dev/v1alpha1';
const namespace = `notebooks-${randomBytes(4).toString('hex')}`;
let admin: ApiClient;
let account: Account;

beforeAll(async () => {
  admin = apiClient(await shared('api-server'));
  await defineKind(admin, notebookValidationJob);
  // A kind that was defined a moment ago is not served by all of the API server yet.
  for (let look = 0; look < 100; look += 1) {
    try {
      await jobsOf('none');
      break;
    } catch {
      await pause(200);
    }
  }
  const rules = [
    {
      apiGroups: ['mlops.mlops.dev'],
      resources: ['notebookvalidationjobs'],
      verbs: ['create', 'get', 'delete'],
    },
    { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
  ];
  account = await makeAccount(admin, { namespace, name: 'train', rules });
});

const spec = {
  notebook: {
    path: 'notebooks/01-isolation-forest-implementation.ipynb',
    git: { url: 'https://github.com/acme/aiops', ref: 'main' },
  },
  podConfig: { containerImage: 'ghcr.io/acme/notebooks:1.4.0', env: [{ name: 'ANOMALY_RATE', value: '0.03' }] },
  timeout: '15m',
};

const environment = (run: string) => ({
  NOTEBOOK: 'isolation-forest',
  RUN: run,
  SPEC: JSON.stringify(spec),
  HAND_ON: 'DATA_SOURCE',
  DATA_SOURCE: 'hybrid',
  TRAINING_HOURS: '168',
  DEADLINE_SECONDS: '20',
  POLL_SECONDS: '0.2',
});

interface Trial {
  readonly run?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly options?: object;
}

const train = ({ run = randomUUID(), more = {}, options = {} }: Trial): Promise<Run> =>
  runInPod('run-notebook', { ...environment(run), ...more }, { account, ...options });

async function jobsOf(run: string): Promise<readonly KubeObject[]> {
  const { items } = await admin.get<{ items: KubeObject[] }>(listPath(apiVersion, 'NotebookValidationJob', namespace));
  return items.filter(({ metadata }) => metadata.annotations?.['cdk8s-mlops/run'] === run);
}

async function jobOf(run: string): Promise<KubeObject> {
  for (let look = 0; look < 150; look += 1) {
    const [found] = await jobsOf(run);
    if (found !== undefined) return found;
    await pause(100);
  }
  throw new Error('no job was made');
}

const pathOf = ({ metadata }: KubeObject): string =>
  `${listPath(apiVersion, 'NotebookValidationJob', namespace)}/${metadata.name}`;

/** As the operator, which is not here, would. */
async function report(job: KubeObject, said: object): Promise<void> {
  await admin.patch(`${pathOf(job)}/status`, { status: said });
}

/** A pod as the kubelet would report it. */
async function pod(said: object): Promise<string> {
  const name = `validation-${randomBytes(4).toString('hex')}`;
  const path = listPath('v1', 'Pod', namespace);
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const containers = [{ name: 'validator', image: 'x', securityContext }];
  await admin.create(path, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers } });
  await admin.patch(`${path}/${name}/status`, { status: said });
  return name;
}

describe('run-notebook, on the real API server', () => {
  it('makes the job of the run with what is handed on, waits for it, and goes on when it succeeded', async () => {
    const run = randomUUID();
    const running = train({ run });
    const job = await jobOf(run);
    expect((job as unknown as { readonly spec: unknown }).spec).toEqual({
      ...spec,
      podConfig: {
        ...spec.podConfig,
        env: [
          { name: 'ANOMALY_RATE', value: '0.03' },
          { name: 'DATA_SOURCE', value: 'hybrid' },
          { name: 'TRAINING_HOURS', value: '168' },
          { name: 'TRAINING_DAYS', value: '7' },
        ],
      },
    });
    for (const phase of ['Pending', 'Running', 'ValidationRunning', 'Succeeded']) await report(job, { phase });
    const { exit, stderr, outputs } = await running;
    expect({ exit, stderr, ...outputs }).toMatchObject({
      exit: 0,
      stderr: '',
      outcome: 'succeeded',
      diagnosis: 'none',
      job: job.metadata.name,
    });
    expect(job.metadata.name).toMatch(/^isolation-forest-[0-9a-f]{10}$/);
  });

  it('finds the job again when its pod is killed and repeated, also one that has ended meanwhile', async () => {
    const run = randomUUID();
    const killed = train({ run, options: { kill: { signal: 'SIGKILL', when: jobOf(run) } } });
    const job = await jobOf(run);
    expect((await killed).outputs.outcome).toBe('error');
    await report(job, { phase: 'Succeeded' });
    expect((await train({ run })).outputs).toMatchObject({ outcome: 'succeeded', job: job.metadata.name });
    expect(await jobsOf(run)).toHaveLength(1);
  });

  it.each([
    [
      'cell',
      { results: [{ cellIndex: 4, status: 'Failure', errorMessage: 'MemoryError' }] },
      'out-of-memory',
      /cell 4/,
    ],
    [
      'module',
      {
        results: [{ cellIndex: 0, status: 'Failure', errorMessage: "ModuleNotFoundError: No module named 'xgboost'" }],
      },
      'missing-module',
      /xgboost/,
    ],
    [
      'source',
      {
        results: [{ cellIndex: 2, status: 'Failure', errorMessage: 'ConnectionError: https://prometheus-k8s:9091' }],
      },
      'no-data-source',
      /prometheus-k8s/,
    ],
    ['time', { message: 'Validation timed out after 15m' }, 'timeout', /15m/],
    ['image', { message: 'Failed to create validation pod: ImagePullBackOff' }, 'not-started', /ImagePullBackOff/],
    ['else', { message: 'assertion {{of}} $(mine)' }, 'other', /assertion \(\(of\)\) \$ \(mine\)/],
    ['nothing', {}, 'other', /it says nothing/],
  ])('ends red when the notebook failed for its %s, and says %j', async (_, said, diagnosis, reason) => {
    const run = randomUUID();
    const running = train({ run });
    await report(await jobOf(run), { phase: 'Failed', ...said });
    const { exit, outputs } = await running;
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'failed', diagnosis });
    expect(outputs.reason).toMatch(reason);
  });

  it('sees in the status of the pod that it was killed for its memory, which the job does not say', async () => {
    const run = randomUUID();
    const running = train({ run });
    const job = await jobOf(run);
    const terminated = {
      exitCode: 137,
      reason: 'OOMKilled',
      startedAt: '2026-01-01T00:00:00Z',
      finishedAt: '2026-01-01T00:01:00Z',
    };
    const container = { name: 'validator', image: 'x', imageID: '', ready: false, restartCount: 0 };
    const validationPodName = await pod({
      phase: 'Failed',
      containerStatuses: [{ ...container, state: { terminated } }],
    });
    await report(job, { phase: 'Failed', message: 'Validation pod failed', validationPodName });
    const { outputs } = await running;
    expect(outputs).toMatchObject({ outcome: 'failed', diagnosis: 'out-of-memory' });
    expect(outputs.reason).toContain('OOMKilled');
  });

  it('removes a job that does not end in time, so that nothing writes when nobody expects it', async () => {
    const run = randomUUID();
    const running = train({ run, more: { DEADLINE_SECONDS: '2' } });
    await report(await jobOf(run), { phase: 'Running' });
    const { exit, outputs } = await running;
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'timed-out', diagnosis: 'timeout' });
    expect(outputs.reason).toMatch(/did not end in time and was removed: Running$/);
    expect(await jobsOf(run)).toEqual([]);
  });

  it('refuses a job of its name that is of something else', async () => {
    const run = randomUUID();
    const first = train({ run, more: { DATA_SOURCE: 'synthetic' } });
    await report(await jobOf(run), { phase: 'Succeeded' });
    await first;
    const { exit, outputs } = await train({ run });
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'refused' });
  });

  it('says that its job was removed while it ran', async () => {
    const run = randomUUID();
    const running = train({ run });
    await admin.remove(pathOf(await jobOf(run)));
    const { exit, outputs } = await running;
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'error' });
    expect(outputs.reason).toMatch(/was removed while it ran$/);
  });

  it('says which version of the definition is not served', async () => {
    const { exit, outputs } = await train({ more: { API_VERSION: 'mlops.mlops.dev/v1' } });
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'error' });
    expect(outputs.reason).toMatch(/mlops\.mlops\.dev\/v1\b.*404|404.*mlops\.mlops\.dev\/v1\b|nothing serves/);
  });

  it.each(Object.entries({ lostRequest, lostAnswer, halfAnswer, unavailable: status(503) }))(
    'makes one job where making it is met by: %s',
    async (_, fault) => {
      const run = randomUUID();
      const { port, ca } = account.api.access;
      const proxy = await faulty({ url: `https://127.0.0.1:${port}`, ca }, { tls: true });
      proxy.inject(fault, { on: /^POST .*notebookvalidationjobs/ });
      const running = train({ run, options: { apiServer: { port: proxy.port, ca: proxy.ca } } });
      await report(await jobOf(run), { phase: 'Succeeded' });
      expect((await running).outputs).toMatchObject({ outcome: 'succeeded' });
      expect(await jobsOf(run)).toHaveLength(1);
      expect(proxy.requests.some(({ method }) => method === 'POST')).toBe(true);
      await proxy.stop();
    },
  );
});
