import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type ApiClient, apiClient } from '../../cluster/api/client';
import { makeAccount } from '../account';
import { status } from '../faulty/faults';
import { faulty } from '../faulty/faulty';
import { shared } from '../shared';
import { argoCdApplication, defineKind, fluxKustomization, podMetrics } from './kinds';

const newNamespace = () => `t-${randomBytes(4).toString('hex')}`;

async function record(admin: ApiClient, verbs: readonly string[]) {
  const namespace = newNamespace();
  const rules = [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['record'], verbs }];
  const account = await makeAccount(admin, { namespace, name: 'program', rules });
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const metadata = { name: 'record', namespace };
  await admin.create(path, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { version: '1' } });
  return { account, path: `${path}/record` };
}

it('lets an account do what its Role says', async () => {
  const { account, path } = await record(apiClient(await shared('api-server')), ['get', 'patch']);
  await account.api.patch(path, { data: { version: '2' } });
  expect(await account.api.get(path)).toMatchObject({ data: { version: '2' } });
});

it('refuses an account the rest', async () => {
  const { account, path } = await record(apiClient(await shared('api-server')), ['get']);
  await expect(account.api.patch(path, { data: {} })).rejects.toMatchObject({ status: 403 });
  await expect(account.api.remove(path)).rejects.toMatchObject({ status: 403 });
});

it('refuses the second of two that change the same version', async () => {
  const { account, path } = await record(apiClient(await shared('api-server')), ['get', 'update']);
  const read = await account.api.get(path);
  await account.api.update(path, { ...read, data: { version: '2' } });
  await expect(account.api.update(path, { ...read, data: { version: '3' } })).rejects.toMatchObject({ status: 409 });
});

it.each([podMetrics, argoCdApplication, fluxKustomization])('keeps objects of kind $kind', async (kind) => {
  const admin = apiClient(await shared('api-server'));
  await Promise.all([defineKind(admin, kind), defineKind(admin, kind)]);
  const namespace = newNamespace();
  const rules = [{ apiGroups: [kind.group], resources: [kind.plural], verbs: ['get', 'create'] }];
  const { api } = await makeAccount(admin, { namespace, name: 'program', rules });
  const path = `/apis/${kind.group}/${kind.version}/namespaces/${namespace}/${kind.plural}`;
  const object = { apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind, metadata: { name: 'one' } };
  await api.create(path, { ...object, containers: [{ name: 'main', usage: { memory: '81Mi' } }] });
  expect(await api.get(`${path}/one`)).toMatchObject({ containers: [{ usage: { memory: '81Mi' } }] });
});

it('is disturbed through a faulty proxy, which has a certificate of its own', async () => {
  const access = await shared('api-server');
  const { account, path } = await record(apiClient(access), ['get']);
  const proxy = await faulty({ url: `https://127.0.0.1:${access.port}`, ca: access.ca });
  const throughProxy = apiClient({ ...account.api.access, port: proxy.port, ca: proxy.ca ?? '' });
  proxy.inject(status(500));
  await expect(throughProxy.get(path)).rejects.toMatchObject({ status: 500 });
  expect(await throughProxy.get(path)).toMatchObject({ data: { version: '1' } });
  await expect(throughProxy.remove(path)).rejects.toMatchObject({ status: 403 });
  expect(proxy.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE']);
  await proxy.stop();
});
