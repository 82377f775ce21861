import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { kubernetesApi } from '../../../src/programs/kubernetes/api';
import { serviceAccount } from '../../../src/programs/kubernetes/service-account';
import { openSession } from '../../../src/programs/session';
import { type Candidate, candidate, inTurn, json, type Reply, reset, text } from '../candidate';

const configMaps = { apiVersion: 'v1', resource: 'configmaps', namespace: 'mlops' };
const object = { metadata: { name: 'release', resourceVersion: '7' }, data: { phase: 'idle' } };
const missing = { kind: 'Status', reason: 'NotFound', message: 'not found', details: { name: 'release' } };
const path = '/api/v1/namespaces/mlops/configmaps';

let server: Candidate;
afterEach(() => server.close());

async function api(replies: Readonly<Record<string, Reply>>, printed: string[] = []) {
  server = await candidate(replies);
  const account = { server: new URL(server.url), namespace: 'mlops', ca: '', token: () => 'token-of-this-pod' };
  const session = openSession('test', (line) => printed.push(line));
  return kubernetesApi(account, { deadline: startDeadline(5), session });
}

describe('one object', () => {
  it('is read with the token of the pod', async () => {
    const one = await api({ [`${path}/release`]: json(object) });
    expect(await one.get(configMaps, 'release')).toEqual(object);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer token-of-this-pod');
  });

  it('may be absent, which an API that is not installed is not', async () => {
    const one = await api({
      [`${path}/release`]: json(missing, { status: 404 }),
      [`${path}/x`]: text('404 page not found', { status: 404 }),
    });
    expect(await one.get(configMaps, 'release')).toBeUndefined();
    await expect(one.get(configMaps, 'x')).rejects.toThrow(/answered 404: 404 page not found/);
  });

  it.each([
    ['a web page', text('<html>login</html>'), /a web page where JSON is due/],
    ['nothing', text(''), /nothing where JSON is due/],
    ['a list', json([]), /nothing where text is due: metadata\.name/],
    ['an error', json({ message: 'etcd' }, { status: 500 }), /answered 500/],
  ] as const)('is not made out of %s', async (_, reply, message) => {
    const one = await api({ [`${path}/release`]: reply });
    await expect(one.get(configMaps, 'release')).rejects.toThrow(message);
  });

  it('is refused with the server’s own words and what to look at', async () => {
    const said = { kind: 'Status', message: 'configmaps "release" is forbidden: User "x" cannot get' };
    const one = await api({ [`${path}/release`]: json(said, { status: 403 }) });
    await expect(one.get(configMaps, 'release')).rejects.toThrow(
      /is forbidden: User "x" cannot get; the Role of this step/,
    );
  });

  it('keeps the token out of what it says', async () => {
    const printed: string[] = [];
    const one = await api(
      { [`${path}/release`]: inTurn(reset(), text('who sent token-of-this-pod?', { status: 400 })) },
      printed,
    );
    const problem = await one.get(configMaps, 'release').catch(String);
    expect(`${printed.join()}${problem}`).toContain('[hidden]');
    expect(`${printed.join()}${problem}`).not.toContain('token-of-this-pod');
  });
});

describe('compare and set', () => {
  it.each([
    [200, json(object), object],
    [404, json(missing, { status: 404 }), 'absent'],
    [409, json({ reason: 'Conflict' }, { status: 409 }), 'conflict'],
  ] as const)('tells what came of it: %d', async (_, reply, expected) => {
    const one = await api({ [`${path}/release`]: reply });
    expect(await one.replace(configMaps, object)).toEqual(expected);
  });

  it('is told of a conflict by its own change when the answer was lost', async () => {
    const one = await api({ [`${path}/release`]: inTurn(reset(), json({ reason: 'Conflict' }, { status: 409 })) });
    expect(await one.replace(configMaps, object)).toBe('conflict');
  });

  it('does not write without the version that was read', async () => {
    const one = await api({ [`${path}/release`]: json(object) });
    await expect(one.replace(configMaps, { metadata: { name: 'release' } })).rejects.toThrow(
      /metadata\.resourceVersion/,
    );
    expect(server.requests).toEqual([]);
  });
});

it('lists page after page', async () => {
  const one = await api({
    [`${path}?labelSelector=a%3Db&limit=500`]: json({ metadata: { continue: 'more' }, items: [{ n: 1 }] }),
    [`${path}?labelSelector=a%3Db&limit=500&continue=more`]: json({ metadata: {}, items: [{ n: 2 }] }),
  });
  expect(await one.list(configMaps, { labelSelector: 'a=b' })).toEqual([{ n: 1 }, { n: 2 }]);
});

it('can not be led to another path by a name', async () => {
  const one = await api({});
  for (const name of ['../secrets', 'a/b', 'A', '', 'x?y'])
    await expect(one.get(configMaps, name)).rejects.toThrow(/can be called/);
  expect(server.requests).toEqual([]);
});

describe('the account of a pod', () => {
  const folder = mkdtempSync(join(tmpdir(), 'account-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read from where the kubelet puts it, the token each time', () => {
    for (const file of ['namespace', 'ca.crt', 'token']) writeFileSync(join(folder, file), `${file}\n`);
    const environment = {
      KUBERNETES_SERVICE_HOST: 'fd00::1',
      KUBERNETES_SERVICE_PORT: '443',
      SERVICE_ACCOUNT_DIR: folder,
    };
    const account = serviceAccount(environment);
    expect(account).toMatchObject({ namespace: 'namespace', ca: 'ca.crt' });
    expect(account.server.href).toBe('https://[fd00::1]/');
    writeFileSync(join(folder, 'token'), 'newer');
    expect(account.token()).toBe('newer');
  });

  it('outside of a pod there is none, which is said', async () => {
    server = await candidate({});
    expect(() => serviceAccount({})).toThrow(
      'KUBERNETES_SERVICE_HOST: is not set; KUBERNETES_SERVICE_PORT: is not set',
    );
    const pod = {
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      KUBERNETES_SERVICE_PORT: '443',
      SERVICE_ACCOUNT_DIR: '/nowhere',
    };
    expect(() => serviceAccount(pod)).toThrow(/namespace cannot be read \(ENOENT\): does the pod mount/);
  });
});
