import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Requirements } from '../../src/programs/preflight/requirements';
import { type ApiClient, apiClient } from '../cluster/api/client';
import type { KubeObject } from '../cluster/api/json';
import { applyAll } from '../cluster/apply';
import { type Candidate, candidate, text } from '../programs/candidate';
import type { Run } from '../programs/run-program';
import { type Account, makeAccount } from './account';
import { runInPod } from './run-in-pod';
import { shared } from './shared';

let admin: ApiClient;
let account: Account;
let mlflow: string;
const namespace = `preflight-${randomBytes(4).toString('hex')}`;

const secret = (name: string, data: Readonly<Record<string, string>>): KubeObject =>
  ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: data }) as KubeObject;

beforeAll(async () => {
  admin = apiClient(await shared('api-server'));
  mlflow = (await shared('mlflow-3')).url;
  const names = ['good', 'newline', 'missing'];
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: names }];
  account = await makeAccount(admin, { namespace, name: 'preflight', rules });
  await applyAll(admin, [
    secret('good', { user: 'trainer', password: 'hunter22-of-mlflow' }),
    secret('newline', { token: 'hunter33-of-git\n', empty: '' }),
    secret('hidden', { token: 'hunter44' }),
  ]);
});

const nothing: Requirements = { apis: [], secrets: [], services: [], unchecked: [] };

const run = (requirements: object): Promise<Run> =>
  runInPod(
    'preflight',
    { REQUIREMENTS: JSON.stringify({ ...nothing, ...requirements }), DEADLINE_SECONDS: '3' },
    { account },
  );

describe('preflight, on the real API server and MLflow', () => {
  it('is ready when everything is there, and prints what somebody has to look at', async () => {
    const ran = await run({
      apis: [
        {
          component: 'Argo Workflows',
          apiVersion: 'argoproj.io/v1alpha1',
          kinds: ['CronWorkflow', 'WorkflowTemplate'],
        },
      ],
      secrets: [{ namespace, name: 'good', keys: ['user', 'password'] }],
      services: [{ kind: 'mlflow', url: mlflow }],
      unchecked: ['Argo Workflows is at least 4.0.7'],
    });
    expect(ran).toMatchObject({
      exit: 0,
      stderr: '',
      outputs: { outcome: 'ready', reason: '3 requirements are there' },
    });
    expect(ran.stdout).toContain('look yourself: Argo Workflows is at least 4.0.7');
    expect(ran.everything).not.toContain('hunter');
  });

  it('names everything that is missing at once', async () => {
    const ran = await run({
      apis: [
        { component: 'Nobody', apiVersion: 'nobody.example.com/v1', kinds: ['Thing'] },
        { component: 'Argo Workflows', apiVersion: 'argoproj.io/v1alpha1', kinds: ['Workflow', 'Workflaw'] },
      ],
      secrets: [
        { namespace, name: 'good', keys: ['user', 'token'] },
        { namespace, name: 'newline', keys: ['token', 'empty'] },
        { namespace, name: 'missing', keys: [] },
      ],
    });
    expect(ran).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'not-ready' } });
    expect(ran.outputs.reason?.split('; ')).toEqual([
      'Nobody is not installed: nothing serves nobody.example.com/v1',
      'Argo Workflows does not serve Workflaw (argoproj.io/v1alpha1)',
      `Secret good in namespace ${namespace} has no key token`,
      `Secret newline in namespace ${namespace} has nothing at empty`,
      `Secret newline in namespace ${namespace} has a value that ends in a newline at token`,
      `Secret missing is missing in namespace ${namespace}`,
    ]);
    expect(ran.everything).not.toContain('hunter');
  });

  const servers: readonly [what: string, server: (() => Promise<Candidate>) | undefined, reason: RegExp][] = [
    ['nobody', undefined, /connection refused/],
    [
      'a proxy with a login page',
      () => candidate({ '/health': text('<html>', { status: 401 }) }),
      /is no MLflow server: \/health answers 401/,
    ],
    ['another server', () => candidate({}), /is no MLflow server: \/health answers 404/],
    ['a server that is ill', () => candidate({ '/health': text('', { status: 500 }) }), /answers 500/],
    [
      'MLflow that was not told its name',
      () =>
        candidate({ '/health': text('Invalid Host header - possible DNS rebinding attack detected', { status: 403 }) }),
      /refuses its own name .*--allowed-hosts 127\.0\.0\.1:\d+/,
    ],
  ];
  it.each(servers)('is not ready when %s answers for MLflow', async (_, start, reason) => {
    const server = await start?.();
    const ran = await run({ services: [{ kind: 'mlflow', url: server?.url ?? 'http://127.0.0.1:9' }] });
    await server?.close();
    expect(ran).toMatchObject({
      exit: 1,
      stderr: '',
      outputs: { outcome: 'not-ready', reason: expect.stringMatching(reason) },
    });
  });

  it('is an error where its account may not look', async () => {
    const ran = await run({ secrets: [{ namespace, name: 'hidden', keys: ['token'] }] });
    expect(ran).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'error' } });
    expect(ran.outputs.reason).toMatch(/secrets "hidden" is forbidden.*the Role of this step/);
  });

  it.each([
    ['', /REQUIREMENTS: is not set/],
    ['{', /is not valid JSON/],
    ['[]', /expected an object/],
    [
      '{"apis":[{}],"secrets":{},"services":[{"kind":"ftp","url":"x"}],"unchecked":[],"more":1}',
      /more: unknown; apis\[0\]: not as expected; secrets: expected a list; services\[0\]/,
    ],
  ])('is an error over %j', async (REQUIREMENTS, reason) => {
    const ran = await runInPod('preflight', { REQUIREMENTS }, { account });
    expect(ran).toMatchObject({
      exit: 1,
      stderr: '',
      outputs: { outcome: 'error', reason: expect.stringMatching(reason) },
    });
  });
});
