import { randomBytes } from 'node:crypto';
import { Chart, Duration } from 'cdk8s';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileCollector, GitOpsApp } from '../../src/index';
import { type ApiClient, apiClient } from '../cluster/api/client';
import type { KubeObject } from '../cluster/api/json';
import { listPath } from '../cluster/api/paths';
import { applyAll } from '../cluster/apply';
import { engine } from '../constructs/nouns';
import type { Run } from '../programs/run-program';
import { type Account, makeAccount } from './account';
import { halfRequest, lostAnswer, silence, status } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { runInPod } from './run-in-pod';
import { shared } from './shared';

let admin: ApiClient;
beforeAll(async () => {
  admin = apiClient(await shared('api-server'));
});

/** The rules of the Role that the construct emits. */
function rules(): never {
  const app = new GitOpsApp();
  new FileCollector(new Chart(app, 'c', { namespace: 'mlops' }), 'collect-files', {
    engine,
    minAge: Duration.hours(1),
  });
  const role = app.charts.flatMap((chart) => chart.toJson()).find(({ kind }: KubeObject) => kind === 'Role');
  return role.rules as never;
}

const hash = (): string => randomBytes(5).toString('hex');

function files(namespace: string, name: string, more: object = {}): KubeObject {
  const labels = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels },
    immutable: true,
    data: { a: 'b' },
    ...more,
  } as KubeObject;
}

const spec = (configMap: string) => ({
  entrypoint: 'main',
  templates: [
    {
      name: 'main',
      container: { image: 'node', command: ['node'] },
      volumes: [{ name: 'program', configMap: { name: configMap } }],
    },
  ],
});

/** A namespace with ConfigMaps that are used in every way, and some that are not. */
async function namespace() {
  const name = `files-${randomBytes(4).toString('hex')}`;
  const account = await makeAccount(admin, { namespace: name, name: 'collect-files', rules: rules() });
  const used = {
    template: `program-hold-${hash()}`,
    cron: `program-hold-${hash()}`,
    ended: `program-hold-${hash()}`,
    stored: `program-hold-${hash()}`,
    pod: `sample-${hash()}`,
  };
  const unused = [`program-hold-${hash()}`, `sample-${hash()}`];
  const argo = (kind: string, object: string, body: object): KubeObject =>
    ({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name: object, namespace: name }, ...body }) as KubeObject;
  const foreign = [
    files(name, 'release-fraud-staging', { immutable: false }),
    files(name, `not-a-hash-0123456`),
    { ...files(name, `program-hold-${hash()}`), metadata: { name: `foreign-${hash()}`, namespace: name } },
  ];
  const objects = [
    ...[...Object.values(used), ...unused].map((each) => files(name, each)),
    ...foreign,
    argo('WorkflowTemplate', 'template', { spec: spec(used.template) }),
    argo('CronWorkflow', 'cron', { spec: { schedules: ['0 2 * * *'], workflowSpec: spec(used.cron) } }),
    argo('Workflow', 'ended', { spec: spec(used.ended), status: { phase: 'Succeeded' } }),
    argo('Workflow', 'stored', {
      spec: { workflowTemplateRef: { name: 'gone' } },
      status: { storedTemplates: { x: { name: 'x', volumes: [{ name: 'v', configMap: { name: used.stored } }] } } },
    }),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pod', namespace: name },
      spec: {
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'main',
            image: 'node',
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
        volumes: [{ name: 'v', configMap: { name: used.pod } }],
      },
    } as KubeObject,
  ];
  await applyAll(admin, objects);
  return {
    name,
    account,
    used: Object.values(used).sort(),
    unused: unused.sort(),
    foreign: foreign.map(({ metadata }) => metadata.name).sort(),
  };
}

async function left(name: string): Promise<readonly string[]> {
  const { items } = await admin.get<{ items: KubeObject[] }>(listPath('v1', 'ConfigMap', name));
  return items
    .map(({ metadata }) => metadata.name ?? '')
    .filter((each) => each !== 'kube-root-ca.crt')
    .sort();
}

const run = (
  account: Account,
  more: Partial<Parameters<typeof runInPod>[2]> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Run> =>
  runInPod('collect-files', { MIN_AGE_HOURS: '0', DEADLINE_SECONDS: '10', ...env }, { account, ...more });

describe('collect-files, with the Role that is emitted for it', () => {
  it('deletes what nothing names, and nothing else', async () => {
    const { name, account, used, unused, foreign } = await namespace();
    const ran = await run(account);
    expect(ran).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'collected', deleted: '2' } });
    expect(await left(name)).toEqual([...used, ...foreign].sort());
    expect(JSON.parse(ran.outputs['evidence.json'] ?? '')).toMatchObject({ inUse: used, deleted: unused });
    expect(await run(account)).toMatchObject({ exit: 0, outputs: { outcome: 'collected', deleted: '0' } });
  });

  it('leaves what is young', async () => {
    const { name, account, used, unused, foreign } = await namespace();
    expect((await run(account, {}, { MIN_AGE_HOURS: '1' })).outputs.deleted).toBe('0');
    expect(await left(name)).toEqual([...used, ...unused, ...foreign].sort());
  });

  it('deletes nothing when it can not see everything that may name them', async () => {
    const { name, unused } = await namespace();
    const blind = (rules() as { resources: string[] }[]).filter(({ resources }) => !resources.includes('workflows'));
    const account = await makeAccount(admin, { namespace: name, name: 'blind', rules: blind as never });
    const ran = await run(account);
    expect(ran).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'error' } });
    expect(ran.outputs.reason).toMatch(/workflows.* is forbidden.*the Role of this step/);
    expect(await left(name)).toEqual(expect.arrayContaining(unused));
  });

  it('may not read or change anything else', async () => {
    const { name, account } = await namespace();
    const forbidden = [
      account.api.get(listPath('v1', 'Secret', name)),
      account.api.get(`${listPath('v1', 'ConfigMap', name)}/release-fraud-staging`),
      account.api.get(listPath('v1', 'ConfigMap', 'default')),
      account.api.create(listPath('v1', 'ConfigMap', name), files(name, 'new')),
    ];
    for (const outcome of await Promise.allSettled(forbidden)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringMatching(/forbidden|403/i) },
      });
    }
  });

  const troubles = {
    'is gone for a moment': status(503),
    'loses its answers': lostAnswer,
    'breaks a request off': halfRequest,
  };
  it.each(Object.entries(troubles))('comes to the same end when the API server %s', async (_, trouble) => {
    const { name, account, used, foreign } = await namespace();
    const proxy = await faulty(
      { url: `https://127.0.0.1:${account.api.access.port}`, ca: account.api.access.ca },
      { tls: true },
    );
    proxy.inject(trouble, { on: /DELETE/, times: 2 });
    const ran = await run(account, { apiServer: { port: proxy.port, ca: proxy.ca ?? '' } });
    await proxy.stop();
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    expect(await left(name)).toEqual([...used, ...foreign].sort());
  });

  it('goes on where one was killed before it', async () => {
    const { name, account, used, foreign } = await namespace();
    const proxy = await faulty(
      { url: `https://127.0.0.1:${account.api.access.port}`, ca: account.api.access.ca },
      { tls: true },
    );
    proxy.inject(silence, { on: /DELETE/ });
    const kill = { signal: 'SIGKILL', when: proxy.reached(/DELETE/) } as const;
    const killed = await run(account, { apiServer: { port: proxy.port, ca: proxy.ca ?? '' }, kill });
    expect(killed.outputs.outcome).toBe('error');
    await proxy.stop();
    expect((await run(account)).outputs.outcome).toBe('collected');
    expect(await left(name)).toEqual([...used, ...foreign].sort());
  });
});
