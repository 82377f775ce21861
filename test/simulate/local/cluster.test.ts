import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { type KubernetesApi, kubernetesApi } from '../../../src/programs/kubernetes/api';
import { serviceAccount } from '../../../src/programs/kubernetes/service-account';
import { openSession } from '../../../src/programs/session';
import { readGeneration } from '../../../src/programs/workload/generation';
import { type LocalCluster, startLocalCluster } from '../../../src/simulate/local/cluster/local-cluster';
import type { KubeObject } from '../../../src/simulate/local/cluster/objects';

const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
const running: LocalCluster[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
  rmSync(folder, { recursive: true, force: true });
});

const labels = { app: 'fraud' };
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'fraud', namespace: 'staging' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'fraud:1', env: [] }] } },
  },
};
const record: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'record', namespace: 'mlops' } };
const records = { apiVersion: 'v1', resource: 'configmaps', namespace: 'mlops' };
const deployments = { apiVersion: 'apps/v1', resource: 'deployments', namespace: 'staging' };

/** The client of our programs, as a pod has it. */
async function api(objects: readonly KubeObject[] = [deployment, record], token?: string): Promise<KubernetesApi> {
  const cluster = await startLocalCluster(join(folder, 'objects'), objects);
  running.push(cluster);
  mkdirSync(folder, { recursive: true });
  const account = mkdtempSync(join(folder, 'account-'));
  for (const [name, text] of Object.entries({ ...cluster.accountFiles('mlops'), ...(token && { token }) }))
    writeFileSync(join(account, name), text);
  const session = openSession('test', () => undefined);
  const environment = {
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    KUBERNETES_SERVICE_PORT: String(cluster.port),
    SERVICE_ACCOUNT_DIR: account,
  };
  return kubernetesApi(serviceAccount(environment), { session, deadline: startDeadline(5) });
}

describe('the Kubernetes API on this machine', () => {
  it('has the objects of the manifests, and says what there is not', async () => {
    const client = await api();
    expect(await client.get(records, 'record')).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'record' } });
    expect(await client.get(records, 'other')).toBeUndefined();
    expect(await client.kinds('apps/v1')).toEqual(['Deployment', 'ReplicaSet']);
    expect(await client.kinds('batch/v1')).toBeUndefined();
    await expect(client.list({ apiVersion: 'metrics.k8s.io/v1beta1', resource: 'pods' })).rejects.toThrow(/404/);
  });

  it('lets nobody in without its token', async () => {
    await expect((await api([], 'guessed')).get(records, 'record')).rejects.toThrow(/does not accept the token/);
  });

  it('replaces an object only in the version that was read', async () => {
    const client = await api();
    const first = await client.get(records, 'record');
    if (first === undefined) throw new Error('there is no record');
    expect(await client.replace(records, { ...first, data: { phase: 'idle' } })).toMatchObject({
      data: { phase: 'idle' },
    });
    expect(await client.replace(records, { ...first, data: { phase: 'lost' } })).toBe('conflict');
    expect(await client.merge(records, 'record', { metadata: { resourceVersion: '0' } })).toBe('conflict');
    expect(await client.merge(records, 'record', { data: { phase: null, more: 'x' } })).toMatchObject({
      data: { more: 'x' },
    });
    expect(await client.merge(records, 'other', { data: {} })).toBe('absent');
  });

  it('creates an object once', async () => {
    const client = await api([]);
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'new' }, data: { a: 'b' } };
    expect(await client.create(records, object)).toMatchObject({ metadata: { name: 'new', namespace: 'mlops' } });
    expect(await client.create(records, object)).toBe('exists');
    await expect(client.create(records, { ...object, metadata: { name: '../new' } })).rejects.toThrow(/valid name/);
  });

  it('keeps what was written for the next run, whatever the manifests say', async () => {
    const before = await api();
    const read = await before.get(records, 'record');
    await before.replace(records, { ...read, data: { phase: 'idle' } });
    expect(await (await api()).get(records, 'record')).toMatchObject({ data: { phase: 'idle' } });
  });

  it('refuses a manifest whose name leads out of its folder', async () => {
    const metadata = { name: '../record', namespace: 'mlops' };
    await expect(api([{ ...record, metadata }])).rejects.toThrow(/"..\/record": no object can be called so/);
  });

  it('names a file of its folder that it can not use', async () => {
    await api();
    writeFileSync(join(folder, 'objects', 'mlops', 'configmaps', 'record.json'), '{');
    await expect(api()).rejects.toThrow(/record\.json holds no object of Kubernetes: mend it, or remove it/);
  });

  it('has rolled out a Deployment as soon as it is patched: new pods, and no others', async () => {
    const client = await api();
    const generation = () => readGeneration({ kind: 'deployment', name: 'fraud' }, 'staging', client);
    const before = await generation();
    const containers = [{ name: 'app', image: 'fraud:2' }];
    const applied = await client.apply(deployments, {
      metadata: { name: 'fraud' },
      spec: { template: { spec: { containers } } },
    });
    expect(applied).toMatchObject({ spec: { template: { spec: { containers: [{ image: 'fraud:2', env: [] }] } } } });
    const after = await generation();
    expect(before).toMatchObject({ wanted: 2, runs: ['fraud:1'], older: 0 });
    expect(after).toMatchObject({ wanted: 2, runs: ['fraud:2'], older: 0 });
    expect('pods' in after && after.pods.map(({ status }) => (status as { phase: string }).phase)).toEqual([
      'Running',
      'Running',
    ]);
    expect('id' in after && 'id' in before && after.id !== before.id).toBe(true);
  });
});
