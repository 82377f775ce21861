import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runProgram } from '../programs/run-program';
import {
  changed,
  delayed,
  halfAnswer,
  halfRequest,
  instead,
  lostAnswer,
  lostRequest,
  pass,
  silence,
  status,
} from './faulty/faults';
import { type Faulty, faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import {
  dockerImage,
  dockerList,
  has,
  manifestAt,
  ociImage,
  ociIndex,
  pushImage,
  pushIndex,
  pushManifest,
} from './images';
import { startCraneRegistry } from './servers/crane-registry';
import { type Registry, startRegistry } from './servers/registry';
import { registryUsers } from './servers/registry-users';

const { pusher, puller } = registryUsers;
const insecure = 'a registry of the tests, on loopback';

interface Place {
  readonly host: string;
  readonly repository: string;
  readonly reference: string;
}

function copy(source: Place, target: Place, more = {}, options = {}): Promise<Run> {
  const environment = {
    SOURCE_REPOSITORY: `${source.host}/${source.repository}`,
    SOURCE_REFERENCE: source.reference,
    SOURCE_INSECURE: insecure,
    TARGET_REPOSITORY: `${target.host}/${target.repository}`,
    TARGET_TAG: target.reference,
    TARGET_INSECURE: insecure,
    DEADLINE_SECONDS: '60',
  };
  return runProgram('copy-image', { ...environment, ...more }, options);
}

let strict: Registry;
let second: Registry;
let lax: Registry;
beforeAll(async () => {
  [strict, second, lax] = await Promise.all([startRegistry(), startRegistry(), startCraneRegistry()]);
});
afterAll(() => Promise.all([strict.stop(), second.stop(), lax.stop()]));

const ways = [
  ['within a repository of docker-registry', () => strict, () => strict, true],
  ['within a repository of crane’s', () => lax, () => lax, true],
  ['between repositories of docker-registry', () => strict, () => strict, false],
  ['between repositories of crane’s', () => lax, () => lax, false],
  ['between registries', () => strict, () => second, false],
  ['from docker-registry to crane’s', () => strict, () => lax, false],
  ['from crane’s to docker-registry', () => lax, () => strict, false],
] as const;

describe.each(ways)('copy-image %s', (_, from, to, within) => {
  it.each([
    ['an OCI image', ociImage],
    ['a Docker image', dockerImage],
    ['an OCI index with an attestation', ociIndex],
    ['a Docker manifest list', dockerList],
  ])('copies %s with every byte and all its parts, and a second time nothing', async (_, mediaType) => {
    const repository = `acme/${randomUUID()}`;
    const target = {
      host: to().host,
      repository: within ? repository : `acme/${randomUUID()}`,
      reference: 'canary-1.0.1',
    };
    const isIndex = mediaType === ociIndex || mediaType === dockerList;
    const pushed = isIndex
      ? await pushIndex(from().url, repository, '1.0.1', ['linux/amd64', 'linux/arm64'], mediaType)
      : await pushImage(from().url, repository, '1.0.1', {
          mediaType,
          layers: [randomBytes(300_000), Buffer.from('b')],
        });
    const source = { host: from().host, repository, reference: '1.0.1' };
    const image = `${target.host}/${target.repository}@${pushed.digest}`;
    const run = await copy(source, target);
    expect(run).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'copied', digest: pushed.digest, image } });
    expect(await manifestAt(to().url, target.repository, 'canary-1.0.1')).toBe(pushed.bytes);
    for (const part of pushed.parts) expect(await has(to().url, target.repository, part)).toBe(true);
    const again = await copy({ ...source, reference: pushed.digest }, target);
    expect(again.outputs).toMatchObject({ outcome: 'unchanged', digest: pushed.digest, image });
  });
});

it('mounts what is in another repository of the registry instead of sending it', async () => {
  const repository = `acme/${randomUUID()}`;
  await pushImage(strict.url, repository, '1');
  const run = await copy(
    { host: strict.host, repository, reference: '1' },
    { host: strict.host, repository: `acme/${randomUUID()}`, reference: '1' },
  );
  expect(JSON.parse(run.outputs['evidence.json'] ?? '').copied.blobs).toEqual({ there: 0, mounted: 2, copied: 0 });
});

it('holds no layer in memory, however large', async () => {
  const repository = `acme/${randomUUID()}`;
  const { digest } = await pushImage(strict.url, repository, '1', { layers: [randomBytes(400 * 1024 * 1024)] });
  // Not what getrusage says: that begins with what the test itself has in memory.
  const report = `import { readFileSync } from 'node:fs';
    process.on('exit', () => console.error(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]))`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(report)}`;
  const run = await copy(
    { host: strict.host, repository, reference: '1' },
    { host: second.host, repository: `acme/${randomUUID()}`, reference: '1' },
    { NODE_OPTIONS, DEADLINE_SECONDS: '60' },
  );
  expect(run.outputs).toMatchObject({ outcome: 'copied', digest });
  const kilobytes = Number(run.stderr);
  expect(kilobytes).toBeGreaterThan(10_000);
  expect(kilobytes).toBeLessThan(128 * 1024);
});

it('says that there is nothing to copy', async () => {
  const place = { host: strict.host, repository: `acme/${randomUUID()}`, reference: '1' };
  expect(await copy(place, { ...place, reference: '2' })).toMatchObject({ exit: 1, outputs: { outcome: 'absent' } });
});

it('moves a tag', async () => {
  const repository = `acme/${randomUUID()}`;
  const place = { host: strict.host, repository, reference: '1' };
  await pushImage(strict.url, repository, 'canary');
  const { bytes } = await pushImage(strict.url, repository, '1');
  expect((await copy(place, { ...place, reference: 'canary' })).outputs.outcome).toBe('copied');
  expect(await manifestAt(strict.url, repository, 'canary')).toBe(bytes);
});

it.each([400, 403, 405, 409, 412])('leaves a tag that the registry keeps by answering %d', async (code) => {
  const repository = `acme/${randomUUID()}`;
  const kept = await pushImage(strict.url, repository, 'canary');
  const { digest } = await pushImage(strict.url, repository, '1');
  const proxy = await faulty(strict);
  proxy.inject(status(code), { on: /PUT .*manifests\/canary/, times: 9 });
  const place = { host: proxy.host, repository, reference: '1' };
  const run = await copy(place, { ...place, reference: 'canary' });
  expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'refused' } });
  expect(run.outputs.reason).toContain(`stays ${kept.digest}`);
  // The same image under it is what was wanted, though even that would not be taken.
  const same = await copy({ ...place, reference: 'canary' }, { ...place, reference: 'canary' });
  expect(same.outputs.outcome).toBe('unchanged');
  const fresh = await copy(place, { ...place, reference: 'fresh' });
  expect(fresh.outputs).toMatchObject({ outcome: 'copied', digest });
  await proxy.stop();
});

describe('a registry that takes anything', () => {
  it('does not get away with another manifest under a digest', async () => {
    const repository = `acme/${randomUUID()}`;
    const { bytes, mediaType } = await pushImage(lax.url, repository, '1');
    const other = `sha256:${'1'.repeat(64)}`;
    await pushManifest(lax.url, repository, other, bytes, mediaType);
    const run = await copy(
      { host: lax.host, repository, reference: other },
      { host: strict.host, repository: `acme/${randomUUID()}`, reference: '1' },
    );
    expect(run.outputs).toMatchObject({ outcome: 'error' });
    expect(run.outputs.reason).toMatch(/answered other bytes than/);
  });

  it('is sent no blob that has other bytes than its digest says', async () => {
    const repository = `acme/${randomUUID()}`;
    const { digest } = await pushImage(strict.url, repository, '1', { layers: [Buffer.from('x'.repeat(5000))] });
    const proxy = await faulty(strict);
    // Of the same length, so that nothing but the digest tells.
    proxy.inject(
      changed((body) => body.replaceAll('x', 'y')),
      { on: /GET .*\/blobs\//, times: 99 },
    );
    const target = { host: lax.host, repository: `acme/${randomUUID()}`, reference: '1' };
    const run = await copy({ host: proxy.host, repository, reference: digest }, target, { DEADLINE_SECONDS: '4' });
    await proxy.stop();
    expect(run).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(/its bytes have the digest sha256:/);
    expect(await manifestAt(lax.url, target.repository, '1')).toBeUndefined();
  });

  it('is noticed when it keeps something else under the tag than it was given', async () => {
    const repository = `acme/${randomUUID()}`;
    await pushImage(lax.url, repository, '1');
    const other = await pushImage(lax.url, repository, '2');
    const proxy = await faulty(lax);
    const answer: Parameters<typeof instead>[0] = (response) => {
      response.writeHead(200, { 'content-type': other.mediaType }).end(other.bytes);
    };
    proxy.inject(pass, { on: /GET .*manifests\/canary/ });
    proxy.inject(instead(answer), { on: /GET .*manifests\/canary/, times: 9 });
    const place = { host: proxy.host, repository, reference: '1' };
    const run = await copy(place, { ...place, reference: 'canary' });
    await proxy.stop();
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(/after it was set to .*something else moves it/);
  });
});

describe('when a registry fails', () => {
  const steps = [
    ['source', 'GET .*manifests/'],
    ['source', 'GET .*/blobs/'],
    ['target', 'GET .*manifests/'],
    ['target', 'HEAD .*/blobs/'],
    ['target', 'POST .*uploads/'],
    ['target', 'PATCH '],
    ['target', 'PUT .*uploads/'],
    ['target', 'PUT .*manifests/'],
  ] as const;
  const rows = steps.flatMap(([of, step]) =>
    Object.entries(troubles).map(([name, fault]) => [of, step, name, fault] as const),
  );

  it.concurrent.each(rows)('the %s at %s: %s', async (of, step, _, fault) => {
    const repository = `acme/${randomUUID()}`;
    const { digest, bytes, parts } = await pushImage(strict.url, repository, '1', { layers: [randomBytes(20_000)] });
    const source = { host: strict.host, repository, reference: '1' };
    const target = { host: second.host, repository: `acme/${randomUUID()}`, reference: 'canary' };
    const proxy = await faulty(of === 'source' ? strict : second);
    proxy.inject(fault, { on: new RegExp(step) });
    const broken = { host: proxy.host };
    const run = await copy(
      of === 'source' ? { ...source, ...broken } : source,
      of === 'target' ? { ...target, ...broken } : target,
      { DEADLINE_SECONDS: '5' },
    );
    await proxy.stop();
    expect(run.stderr).toBe('');
    const there = await manifestAt(second.url, target.repository, 'canary');
    // Done means that it is there as it was; otherwise there is nothing, or all of it.
    if (run.exit === 0) expect(run.outputs).toMatchObject({ outcome: 'copied', digest });
    if (run.exit === 0 || there !== undefined) expect(there).toBe(bytes);
    const again = await copy(source, target);
    expect(again).toMatchObject({ exit: 0, outputs: { digest } });
    expect(await manifestAt(second.url, target.repository, 'canary')).toBe(bytes);
    for (const part of parts) expect(await has(second.url, target.repository, part)).toBe(true);
  });

  it.concurrent.each(
    ['GET .*/blobs/', 'POST .*uploads/', 'PATCH ', 'PUT .*uploads/', 'PUT .*manifests/'].flatMap((step) =>
      Object.entries({ lostRequest, halfRequest, lostAnswer, halfAnswer, 503: status(503) }).map(
        ([name, fault]) => [step, name, fault] as const,
      ),
    ),
  )('gets there by itself when at %s it meets %s', async (step, _, fault) => {
    const repository = `acme/${randomUUID()}`;
    const { digest } = await pushImage(strict.url, repository, '1', { layers: [randomBytes(20_000)] });
    const target = { host: second.host, repository: `acme/${randomUUID()}`, reference: 'canary' };
    const [from, to] = [await faulty(strict), await faulty(second)];
    for (const proxy of [from, to]) proxy.inject(fault, { on: new RegExp(step) });
    const run = await copy({ host: from.host, repository, reference: '1' }, { ...target, host: to.host });
    await Promise.all([from.stop(), to.stop()]);
    expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'copied', digest } });
  });

  it.each([
    ['POST .*uploads/', silence],
    ['PATCH ', silence],
    ['PATCH ', delayed(500)],
    ['PUT .*uploads/', silence],
    ['PUT .*uploads/', delayed(500)],
    ['PUT .*manifests/', silence],
    ['PUT .*manifests/', delayed(500)],
  ] as const)('converges when it is killed at %s', async (step, fault) => {
    const repository = `acme/${randomUUID()}`;
    const { digest, bytes } = await pushIndex(strict.url, repository, '1', ['linux/amd64', 'linux/arm64']);
    const source = { host: strict.host, repository, reference: digest };
    const target = { host: second.host, repository: `acme/${randomUUID()}`, reference: 'canary' };
    const proxy = await faulty(second);
    proxy.inject(fault, { on: new RegExp(step) });
    const kill = { signal: 'SIGKILL', when: proxy.reached(new RegExp(step)) };
    const killed = await copy(source, { ...target, host: proxy.host }, {}, { kill });
    expect(killed.outputs).toMatchObject({ outcome: 'error', reason: 'did not finish' });
    await proxy.stop();
    expect((await copy(source, target)).outputs).toMatchObject({ outcome: 'copied', digest });
    expect(await manifestAt(second.url, target.repository, 'canary')).toBe(bytes);
  });

  it('of two who copy the same at once, both are done', async () => {
    const repository = `acme/${randomUUID()}`;
    const { digest } = await pushIndex(strict.url, repository, '1', ['linux/amd64', 'linux/arm64']);
    const source = { host: strict.host, repository, reference: digest };
    const target = { host: second.host, repository: `acme/${randomUUID()}`, reference: 'canary' };
    const runs = await Promise.all(Array.from({ length: 4 }, () => copy(source, target)));
    expect(runs.map(({ exit, outputs }) => (exit === 0 ? outputs.digest : outputs.reason))).toEqual(
      Array(4).fill(digest),
    );
  });
});

describe.each(['basic', 'bearer'] as const)('copy-image and registries with %s authentication', (auth) => {
  let guarded: Registry;
  let digest: string;
  const repository = 'acme/app';
  const write = { TARGET_USERNAME: pusher.username, TARGET_PASSWORD: pusher.password };
  const read = { SOURCE_USERNAME: puller.username, SOURCE_PASSWORD: puller.password };
  beforeAll(async () => {
    guarded = await startRegistry({ auth });
    ({ digest } = await pushImage(strict.url, repository, '1', { layers: [randomBytes(3_000_000)] }));
  });
  afterAll(() => guarded.stop());

  it('copies into one, within it, and out of it', async () => {
    const open = { host: strict.host, repository, reference: '1' };
    const place = { host: guarded.host, repository, reference: '1' };
    const other = { host: guarded.host, repository: 'acme/canary', reference: '1' };
    const out = { host: second.host, repository: `acme/${randomUUID()}`, reference: '1' };
    const runs = [
      await copy(open, place, write),
      await copy(place, { ...place, reference: '2' }, { ...read, ...write }),
      await copy(place, other, { ...read, ...write }),
      await copy(other, out, read),
    ];
    expect(runs.map(({ outputs }) => [outputs.outcome, outputs.digest])).toEqual(Array(4).fill(['copied', digest]));
    expect(JSON.parse(runs[2]?.outputs['evidence.json'] ?? '').copied.blobs.mounted).toBe(2);
    for (const { everything } of runs)
      for (const { password } of [pusher, puller]) expect(everything).not.toContain(password);
  });

  it('does not write as somebody who may only read, or with no name', async () => {
    const open = { host: strict.host, repository, reference: '1' };
    const target = { host: guarded.host, repository: 'acme/other', reference: '1' };
    const nobody = await copy(open, target);
    expect(nobody.outputs.reason).toMatch(/asks for .*none were given/);
    if (auth === 'basic') return; // A password file knows no difference between reading and writing.
    const user = { TARGET_USERNAME: puller.username, TARGET_PASSWORD: puller.password };
    const reader = await copy(open, target, user);
    expect(reader).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(reader.outputs.reason).toMatch(/does not let these credentials write to acme\/other/);
  });
});

describe('an address that the registry gives', () => {
  let proxy: Faulty;
  let elsewhere: Faulty;
  let guarded: Registry;
  const login = { SOURCE_USERNAME: pusher.username, SOURCE_PASSWORD: pusher.password };
  beforeAll(async () => {
    guarded = await startRegistry({ auth: 'basic' });
    await pushImage(strict.url, 'acme/app', '1');
    const target = { host: guarded.host, repository: 'acme/app', reference: '1' };
    await copy({ host: strict.host, repository: 'acme/app', reference: '1' }, target, {
      TARGET_USERNAME: pusher.username,
      TARGET_PASSWORD: pusher.password,
    });
    proxy = await faulty(guarded);
    elsewhere = await faulty(strict);
  });
  afterAll(() => Promise.all([proxy.stop(), elsewhere.stop(), guarded.stop()]));

  it('is followed to another host, which is not told the password', async () => {
    const away: Parameters<typeof instead>[0] = (response, _, request) => {
      response.writeHead(307, { location: `${elsewhere.url}${request.url}` }).end();
    };
    proxy.inject(instead(away), { on: /GET .*\/blobs\//, times: 9 });
    const target = { host: second.host, repository: `acme/${randomUUID()}`, reference: '1' };
    const run = await copy({ host: proxy.host, repository: 'acme/app', reference: '1' }, target, login);
    expect(run.outputs.outcome).toBe('copied');
    expect(elsewhere.requests.length).toBeGreaterThan(0);
    expect(elsewhere.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    expect(proxy.requests.filter(({ headers }) => headers.authorization !== undefined).length).toBeGreaterThan(0);
  });
});
