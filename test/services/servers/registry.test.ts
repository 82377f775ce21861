import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, programs } from '../place';
import { startCraneRegistry } from './crane-registry';
import { type Registry, startRegistry } from './registry';
import { registryUsers } from './registry-users';

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const { pusher, puller } = registryUsers;

/** A client with a configuration of its own. */
function crane() {
  const home = newFolder('crane-home');
  const run = async (...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(programs.crane, args, { env: { HOME: home, DOCKER_CONFIG: home } });
    return stdout.trim();
  };
  return {
    run,
    login: (host: string, { username, password }: { username: string; password: string }) =>
      run('auth', 'login', host, '--username', username, '--password', password),
  };
}

/** Pushes an image of one file; answers its digest. */
async function push(run: (...args: string[]) => Promise<string>, reference: string): Promise<string> {
  const folder = newFolder('layer');
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'version'), '1.0.1\n');
  execFileSync('tar', ['-cf', join(folder, 'layer.tar'), '-C', folder, 'app']);
  const pushed = await run('append', '--new_layer', join(folder, 'layer.tar'), '--new_tag', reference);
  return pushed.split('@')[1] ?? '';
}

describe.each([
  ['docker-registry', startRegistry, 400],
  ['crane registry serve', startCraneRegistry, 201],
] as const)('%s', (_, start, wrongDigest) => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await start();
  });
  afterAll(() => registry.stop());

  it('tells the digest of what was pushed, which is that of the bytes', async () => {
    const digest = await push(crane().run, `${registry.host}/acme/app:1.0.1`);
    const answer = await fetch(`${registry.url}/v2/acme/app/manifests/1.0.1`, {
      headers: { accept: manifestTypes.join() },
    });
    expect(answer.headers.get('docker-content-digest')).toBe(digest);
    expect(
      `sha256:${createHash('sha256')
        .update(await answer.text())
        .digest('hex')}`,
    ).toBe(digest);
  });

  it(`answers ${wrongDigest} to content under a digest that is not its own`, async () => {
    const manifest = await fetch(`${registry.url}/v2/acme/app/manifests/1.0.1`, {
      headers: { accept: manifestTypes.join() },
    });
    const type = manifest.headers.get('content-type') ?? '';
    const answer = await fetch(`${registry.url}/v2/acme/app/manifests/sha256:${'0'.repeat(64)}`, {
      method: 'PUT',
      headers: { 'content-type': type },
      body: await manifest.text(),
    });
    expect(answer.status).toBe(wrongDigest);
  });
});

describe.each(['basic', 'bearer'] as const)('docker-registry with %s authentication', (auth) => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry({ auth });
  });
  afterAll(() => registry.stop());

  it('asks for it', async () => {
    const answer = await fetch(`${registry.url}/v2/`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(new RegExp(`^${auth} realm=`, 'i'));
  });

  it('takes what somebody pushes who may', async () => {
    const client = crane();
    await expect(push(client.run, `${registry.host}/acme/app:1`)).rejects.toThrow(/unauthorized/i);
    await client.login(registry.host, pusher);
    expect(await push(client.run, `${registry.host}/acme/app:1`)).toMatch(/^sha256:/);
  });

  it('refuses a wrong password', async () => {
    const client = crane();
    await client.login(registry.host, { ...pusher, password: 'wrong' });
    await expect(client.run('digest', `${registry.host}/acme/app:1`)).rejects.toThrow(/401|UNAUTHORIZED/);
  });
});

it('lets somebody who may only pull do that and nothing else, with tokens', async () => {
  const registry = await startRegistry({ auth: 'bearer' });
  const [writer, reader] = [crane(), crane()];
  await writer.login(registry.host, pusher);
  await reader.login(registry.host, puller);
  const digest = await push(writer.run, `${registry.host}/acme/app:1`);
  expect(await reader.run('digest', `${registry.host}/acme/app:1`)).toBe(digest);
  await expect(push(reader.run, `${registry.host}/acme/app:2`)).rejects.toThrow();
  await expect(writer.run('digest', `${registry.host}/acme/app:2`)).rejects.toThrow('404');
  await registry.stop();
});
