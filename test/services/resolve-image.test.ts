import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runProgram } from '../programs/run-program';
import { faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import {
  dockerImage,
  dockerList,
  manifestAt,
  ociImage,
  ociIndex,
  pushBlob,
  pushImage,
  pushIndex,
  pushManifest,
} from './images';
import { newFolder } from './place';
import { startCraneRegistry } from './servers/crane-registry';
import { type Registry, startRegistry } from './servers/registry';
import { registryUsers } from './servers/registry-users';

const { pusher, puller } = registryUsers;
const insecure = 'a registry of the tests, on loopback';

function resolve(host: string, repository: string, reference: string, more = {}): Promise<Run> {
  return runProgram('resolve-image', {
    IMAGE_REPOSITORY: `${host}/${repository}`,
    IMAGE_REFERENCE: reference,
    IMAGE_INSECURE: insecure,
    DEADLINE_SECONDS: '15',
    ...more,
  });
}

const rows = [
  ['docker-registry', startRegistry],
  ['crane registry serve', startCraneRegistry],
] as const;

describe.each(rows)('resolve-image and %s', (name, start) => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await start();
  });
  afterAll(() => registry.stop());

  it.each([ociImage, dockerImage])(
    'finds the digest of a %s by its tag, and the image by its digest',
    async (mediaType) => {
      const repository = `acme/${randomUUID()}`;
      const { digest } = await pushImage(registry.url, repository, '1.0.1', { mediaType });
      for (const reference of ['1.0.1', digest]) {
        const run = await resolve(registry.host, repository, reference, { DEPTH: 'blobs', PLATFORM: 'linux/amd64' });
        expect(run).toMatchObject({ exit: 0, stderr: '' });
        expect(run.outputs).toMatchObject({
          outcome: 'found',
          digest,
          image: `${registry.host}/${repository}@${digest}`,
        });
      }
    },
  );

  it.each([ociIndex, dockerList])('finds an index, %s, as a whole, with the platforms it has', async (mediaType) => {
    const repository = `acme/${randomUUID()}`;
    const platforms = ['linux/amd64', 'linux/arm64/v8'];
    const { digest } = await pushIndex(registry.url, repository, 'multi', platforms, mediaType);
    const outcomes = [];
    for (const PLATFORM of [...platforms, 'linux/arm64', 'linux/arm', 'windows/amd64']) {
      const { outputs } = await resolve(registry.host, repository, 'multi', { PLATFORM, DEPTH: 'blobs' });
      outcomes.push(outputs.outcome, outputs.digest);
    }
    const found = ['found', digest];
    const other = ['other-platform', undefined];
    expect(outcomes).toEqual([...found, ...found, ...found, ...other, ...other]);
  });

  it('says that there is no such image', async () => {
    const repository = `acme/${randomUUID()}`;
    const { digest } = await pushImage(registry.url, repository, '1');
    for (const [where, reference] of [
      [repository, '2'],
      [repository, digest.replace(/.{10}$/, '0123456789')],
      ['acme/nothing', '1'],
    ] as const) {
      const run = await resolve(registry.host, where, reference);
      expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'absent' } });
      expect(run.outputs).not.toHaveProperty('digest');
    }
  });

  it('says what of an index is not there any more', async () => {
    const repository = `acme/${randomUUID()}`;
    const { parts } = await pushIndex(registry.url, repository, 'multi', ['linux/amd64']);
    const deleted = await fetch(`${registry.url}/v2/${repository}/manifests/${parts[0]}`, { method: 'DELETE' });
    expect(deleted.status).toBe(202);
    const run = await resolve(registry.host, repository, 'multi', { DEPTH: 'blobs' });
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'incomplete' } });
    expect(JSON.parse(run.outputs['evidence.json'] ?? '').missing).toEqual([parts[0]]);
    expect((await resolve(registry.host, repository, 'multi')).outputs.outcome).toBe('found');
  });

  it('finds no platform where the config is none of an image', async () => {
    const repository = `acme/${randomUUID()}`;
    const config = Buffer.from('{}');
    const digest = await pushBlob(registry.url, repository, config);
    const descriptor = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest, size: config.length };
    const manifest = { schemaVersion: 2, mediaType: ociImage, config: descriptor, layers: [] };
    await pushManifest(registry.url, repository, 'chart', JSON.stringify(manifest), ociImage);
    const run = await resolve(registry.host, repository, 'chart', { PLATFORM: 'linux/amd64' });
    expect(run.outputs.outcome).toBe('other-platform');
  });

  if (name === 'crane registry serve') {
    it('does not believe a registry that keeps other bytes under a digest', async () => {
      const repository = `acme/${randomUUID()}`;
      const { bytes, mediaType } = await pushImage(registry.url, repository, '1');
      const other = `sha256:${'0'.repeat(64)}`;
      await pushManifest(registry.url, repository, other, bytes, mediaType);
      expect(await manifestAt(registry.url, repository, other)).toBe(bytes);
      const run = await resolve(registry.host, repository, other);
      expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
      expect(run.outputs.reason).toMatch(/answered other bytes than .*@sha256:0{64} names/);
    });
  } else {
    it('is not given the made-up manifest with another digest that the registry has for old clients', async () => {
      const repository = `acme/${randomUUID()}`;
      const { digest } = await pushImage(registry.url, repository, '1');
      const old = await fetch(`${registry.url}/v2/${repository}/manifests/1`);
      expect(old.headers.get('docker-content-digest')).not.toBe(digest);
      expect((await resolve(registry.host, repository, '1')).outputs.digest).toBe(digest);
    });
  }

  describe.runIf(name === 'docker-registry')('when the registry fails', () => {
    const steps = ['/manifests/', 'HEAD .*/blobs/', 'GET .*/blobs/'];
    const faults = steps.flatMap((step) =>
      Object.entries(troubles).map(([trouble, fault]) => [step, trouble, fault] as const),
    );

    it.concurrent.each(faults)('at %s: %s', async (step, _, fault) => {
      const repository = `acme/${randomUUID()}`;
      const { digest } = await pushImage(registry.url, repository, '1');
      const proxy = await faulty(registry);
      proxy.inject(fault, { on: new RegExp(step) });
      const more = { DEPTH: 'blobs', PLATFORM: 'linux/amd64', DEADLINE_SECONDS: '2' };
      const run = await resolve(proxy.host, repository, '1', more);
      await proxy.stop();
      expect(run.stderr).toBe('');
      if (run.exit === 0) expect(run.outputs).toMatchObject({ outcome: 'found', digest });
      // A blob that is said to be gone is not a broken registry, but the image is not whole either.
      else expect(run.outputs.outcome).toMatch(/^(error|incomplete)$/);
      expect((await resolve(registry.host, repository, '1', more)).outputs).toMatchObject({ outcome: 'found', digest });
    });
  });

  it('speaks TLS unless there is a reason not to', async () => {
    const repository = `acme/${randomUUID()}`;
    const { digest } = await pushImage(registry.url, repository, '1');
    const plain = await resolve(registry.host, repository, '1', { IMAGE_INSECURE: '', DEADLINE_SECONDS: '1' });
    expect(plain.outputs.reason).toMatch(/^GET https:.*no TLS connection: does the server speak plain HTTP/);
    const proxy = await faulty(registry, { tls: true });
    const authority = join(newFolder('ca'), 'ca.pem');
    writeFileSync(authority, proxy.ca ?? '');
    const secure = { IMAGE_INSECURE: '', NODE_EXTRA_CA_CERTS: authority };
    expect((await resolve(proxy.host, repository, '1', secure)).outputs).toMatchObject({ outcome: 'found', digest });
    const unknown = await resolve(proxy.host, repository, '1', { IMAGE_INSECURE: '', DEADLINE_SECONDS: '1' });
    expect(unknown.outputs.outcome).toBe('error');
    await proxy.stop();
  });
});

describe.each(['basic', 'bearer'] as const)('resolve-image and a registry with %s authentication', (auth) => {
  let registry: Registry;
  let digest: string;
  beforeAll(async () => {
    const open = await startRegistry();
    ({ digest } = await pushImage(open.url, 'acme/app', '1'));
    registry = await startRegistry({ auth });
    const copied = await runProgram('copy-image', {
      SOURCE_REPOSITORY: `${open.host}/acme/app`,
      SOURCE_REFERENCE: '1',
      SOURCE_INSECURE: insecure,
      TARGET_REPOSITORY: `${registry.host}/acme/app`,
      TARGET_TAG: '1',
      TARGET_INSECURE: insecure,
      TARGET_USERNAME: pusher.username,
      TARGET_PASSWORD: pusher.password,
      DEADLINE_SECONDS: '15',
    });
    expect(copied.outputs).toMatchObject({ outcome: 'copied', digest });
    await open.stop();
  });
  afterAll(() => registry.stop());

  it('is let in with a name and a password, or with the config.json of a Secret', async () => {
    const { username, password } = puller;
    const given = { IMAGE_USERNAME: username, IMAGE_PASSWORD: password };
    expect((await resolve(registry.host, 'acme/app', '1', given)).outputs).toMatchObject({ outcome: 'found', digest });
    const file = join(newFolder('docker'), '.dockerconfigjson');
    const entry = { auth: Buffer.from(`${username}:${password}`).toString('base64') };
    writeFileSync(file, JSON.stringify({ auths: { 'other.example.com': {}, [registry.host]: entry } }));
    const run = await resolve(registry.host, 'acme/app', '1', { IMAGE_DOCKER_CONFIG: file, DEPTH: 'blobs' });
    expect(run.outputs).toMatchObject({ outcome: 'found', digest });
    expect(run.everything).not.toContain(password);
    expect(run.everything).not.toContain(entry.auth);
  });

  it('says what is wrong otherwise, and tells nobody the password', async () => {
    const anonymous = await resolve(registry.host, 'acme/app', '1');
    expect(anonymous).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(anonymous.outputs.reason).toMatch(/asks for .*and none were given/);
    const wrong = { IMAGE_USERNAME: puller.username, IMAGE_PASSWORD: 'geheim of nobody' };
    const refused = await resolve(registry.host, 'acme/app', '1', wrong);
    expect(refused.outputs.reason).toMatch(/not accept the credentials|not let these credentials read/);
    expect(refused.everything).not.toContain('geheim');
    expect(refused.everything).not.toContain(Buffer.from('puller:geheim of nobody').toString('base64'));
  });
});
