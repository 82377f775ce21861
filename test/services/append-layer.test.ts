import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, type RunOptions, runProgram } from '../programs/run-program';
import type { Fault } from './faulty/exchange';
import { delayed, silence } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import { digestOf, dockerImage, has, manifestAt, ociImage, pushBlob, pushIndex, pushManifest } from './images';
import { newFolder } from './place';
import { type Registry, startRegistry } from './servers/registry';
import { shared } from './shared';
import { logModel2, logModel3, type Tracking, trackingAt, trainingRun } from './training-run';

const commit = 'c0ffee'.repeat(6).padEnd(40, '0');
const weights = Buffer.alloc(300_000, 'weights ');

let registry: Registry;
let tracking: Tracking;
beforeAll(async () => {
  registry = await startRegistry();
  tracking = trackingAt((await shared('mlflow-3')).url);
});
afterAll(() => registry.stop());

/** Pushes an image of code as a builder makes it, with a real layer and a config that knows it. */
async function pushCode(repository: string, tag: string, mediaType: string = ociImage, more = ''): Promise<string> {
  const folder = newFolder('code');
  writeFileSync(join(folder, 'app.py'), `print("hello")${more}`);
  await promisify(execFile)('tar', ['-cf', join(folder, 'layer.tar'), '-C', folder, 'app.py']);
  const tar = readFileSync(join(folder, 'layer.tar'));
  const layer = gzipSync(tar);
  const oci = mediaType === ociImage;
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Cmd: ['python', 'app.py'], Labels: { 'org.opencontainers.image.revision': commit, team: 'food' } },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
      history: [{ created_by: 'COPY . /app' }],
    }),
  );
  const describe = async (bytes: Buffer, type: string) => ({
    mediaType: type,
    size: bytes.length,
    digest: await pushBlob(registry.url, repository, bytes),
  });
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: await describe(
      config,
      oci ? 'application/vnd.oci.image.config.v1+json' : 'application/vnd.docker.container.image.v1+json',
    ),
    layers: [
      await describe(
        layer,
        oci ? 'application/vnd.oci.image.layer.v1.tar+gzip' : 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      ),
    ],
  };
  const bytes = JSON.stringify(manifest);
  await pushManifest(registry.url, repository, tag, bytes, mediaType);
  return digestOf(bytes);
}

interface Model {
  readonly name: string;
  readonly run: string;
}

/** A registered version with one file in it, as a training program and register-model leave it. */
async function registered(
  at: Tracking = tracking,
  major: 2 | 3 = 3,
  name: string = randomUUID(),
  content: Buffer = weights,
): Promise<Model> {
  const run = await trainingRun(at);
  const id = major === 3 ? await logModel3(at, run) : '';
  if (major === 2) await logModel2(at, run);
  const place = major === 3 ? `0/models/${id}/artifacts` : `0/${run}/artifacts/model`;
  const put = await fetch(`${at.url}/api/2.0/mlflow-artifacts/artifacts/${place}/data/model.pth`, {
    method: 'PUT',
    body: new Uint8Array(content),
  });
  if (!put.ok) throw new Error(await put.text());
  const environment = {
    MLFLOW_TRACKING_URI: at.url,
    MLFLOW_REGISTERED_MODEL: name,
    RUN_ID: run,
    DEADLINE_SECONDS: '60',
  };
  const done = await runProgram('register-model', environment);
  if (done.exit !== 0) throw new Error(done.everything);
  return { name, run };
}

interface Order extends Model {
  readonly repository: string;
  readonly base: string;
}

function append(
  { name, run, repository, base }: Order,
  more: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<Run> {
  const insecure = 'a registry of the tests, on loopback';
  const environment = {
    MLFLOW_TRACKING_URI: tracking.url,
    MLFLOW_REGISTERED_MODEL: name,
    BASE_REPOSITORY: `${registry.host}/${repository}`,
    BASE_REFERENCE: base,
    BASE_INSECURE: insecure,
    IMAGE_REPOSITORY: `${registry.host}/${repository}`,
    IMAGE_INSECURE: insecure,
    TAGS: 'staging-1.0.1',
    MODEL_VERSION: '1',
    RUN_ID: run,
    FILES: '{"data/model.pth":"/app/food11.pth"}',
    VERSION_FILE: '/app/versions.txt',
    VERSION: '1.0.1',
    DEADLINE_SECONDS: '60',
  };
  return runProgram('append-layer', { ...environment, ...more }, options);
}

async function order(mediaType: string = ociImage): Promise<Order> {
  const repository = `acme/${randomUUID()}`;
  return { ...(await registered()), repository, base: await pushCode(repository, 'code', mediaType) };
}

/** What a container runtime would see: config, and the files of the last layer, as tar reads them. */
async function look(repository: string, reference: string) {
  const text = (await manifestAt(registry.url, repository, reference)) ?? '';
  const manifest = JSON.parse(text);
  const blob = async (digest: string) =>
    Buffer.from(await (await fetch(`${registry.url}/v2/${repository}/blobs/${digest}`)).arrayBuffer());
  const config = JSON.parse((await blob(manifest.config.digest)).toString());
  const last = await blob(manifest.layers.at(-1).digest);
  const folder = newFolder('layer');
  writeFileSync(join(folder, 'layer.tar'), last);
  const { stdout } = await promisify(execFile)('tar', ['--utc', '-tvf', join(folder, 'layer.tar')]);
  const file = async (path: string) =>
    (
      await promisify(execFile)('tar', ['-xOf', join(folder, 'layer.tar'), path], {
        encoding: 'buffer',
        maxBuffer: 2 ** 24,
      })
    ).stdout;
  return { digest: digestOf(text), manifest, config, last, list: stdout.trim().split('\n'), file };
}

describe('append-layer', () => {
  it.each([
    ['an OCI image', ociImage, 'application/vnd.oci.image.layer.v1.tar'],
    ['a Docker image', dockerImage, 'application/vnd.docker.image.rootfs.diff.tar'],
  ])('puts the model and its version on %s', async (_, mediaType, layerType) => {
    const given = await order(mediaType);
    const run = await append(given);
    expect(run).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'built', commit } });
    const seen = await look(given.repository, 'staging-1.0.1');
    expect(run.outputs.digest).toBe(seen.digest);
    expect(seen.manifest).toMatchObject({ mediaType, layers: [{}, { mediaType: layerType }] });
    // The digest of a layer that is not compressed is that of its content.
    expect(seen.config.rootfs.diff_ids[1]).toBe(digestOf(seen.last));
    expect(seen.config.history).toHaveLength(2);
    expect(seen.config.config.Cmd).toEqual(['python', 'app.py']);
    expect(seen.config.config.Labels).toEqual({
      team: 'food',
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.base.digest': given.base,
      'org.opencontainers.image.version': '1.0.1',
      'cdk8s-mlops/model': given.name,
      'cdk8s-mlops/model-version': '1',
      'cdk8s-mlops/run': given.run,
    });
    expect(seen.list.map((line) => line.replace(/\s+/g, ' '))).toEqual([
      `-rw-r--r-- 0/0 ${weights.length} 1970-01-01 00:00 app/food11.pth`,
      '-rw-r--r-- 0/0 6 1970-01-01 00:00 app/versions.txt',
    ]);
    expect(await seen.file('app/food11.pth')).toEqual(weights);
    expect(String(await seen.file('app/versions.txt'))).toBe('1.0.1\n');
  });

  it('reads the model from MLflow 2 as well', async () => {
    const two = trackingAt((await shared('mlflow-2')).url);
    const repository = `acme/${randomUUID()}`;
    const given = { ...(await registered(two, 2)), repository, base: await pushCode(repository, 'code') };
    const run = await append(given, { MLFLOW_TRACKING_URI: two.url });
    expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'built' } });
    expect(await (await look(repository, 'staging-1.0.1')).file('app/food11.pth')).toEqual(weights);
  });

  it.each([2, 3] as const)(
    'takes no half of a file for the model, though the answer is well-formed: MLflow %i',
    async (major) => {
      const at = trackingAt((await shared(`mlflow-${major}`)).url);
      const repository = `acme/${randomUUID()}`;
      const given = { ...(await registered(at, major)), repository, base: await pushCode(repository, 'code') };
      const proxy = await faulty(at);
      proxy.inject(troubles['answers with half a body'] as Fault, { on: /get-artifact/ });
      const run = await append(given, { MLFLOW_TRACKING_URI: proxy.url });
      await proxy.stop();
      expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'built' } });
      expect(run.stdout).toMatch(/offered 150000 bytes of data\/model.pth and lists 300000, trying again/);
      expect(await (await look(repository, 'staging-1.0.1')).file('app/food11.pth')).toEqual(weights);
    },
  );

  it('makes the same bytes of the same base and model, wherever it runs', async () => {
    const given = await order();
    const first = await append(given);
    const again = await append(given, { TAGS: 'elsewhere' });
    expect(again.outputs).toMatchObject({ outcome: 'built', digest: first.outputs.digest });
  });

  it('keeps the first image of a version, also when the code is newer', async () => {
    const given = await order();
    const first = await append(given);
    const newer = await pushCode(given.repository, 'newer', ociImage, ' # fixed');
    const again = await append({ ...given, base: newer });
    expect(again).toMatchObject({
      exit: 0,
      outputs: { outcome: 'already-built', digest: first.outputs.digest, commit },
    });
  });

  it('takes the base from another repository, and the image of the platform from an index', async () => {
    const given = await order();
    const target = `acme/${randomUUID()}`;
    const run = await append(given, { IMAGE_REPOSITORY: `${registry.host}/${target}` });
    expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'built' } });
    for (const { digest } of (await look(target, 'staging-1.0.1')).manifest.layers)
      expect(await has(registry.url, target, digest)).toBe(true);
    const index = await pushIndex(registry.url, given.repository, 'index', ['linux/arm64', 'linux/arm/v7']);
    const none = await append({ ...given, base: index.digest }, { TAGS: 'other' });
    expect(none).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(none.outputs.reason).toMatch(/has no image for linux\/amd64/);
  });

  it('makes the image of before the first training, under a tag for each environment', async () => {
    const given = await order();
    const tags = ['staging-1.0.0', 'canary-1.0.0', 'production-1.0.0'];
    const more = { MODEL_VERSION: '0', RUN_ID: '', VERSION: '1.0.0', TAGS: tags.join(',') };
    const first = await append(given, more);
    expect(first).toMatchObject({ exit: 0, outputs: { outcome: 'built' } });
    const seen = await look(given.repository, 'canary-1.0.0');
    expect(seen.list).toHaveLength(1);
    expect(String(await seen.file('app/versions.txt'))).toBe('1.0.0\n');
    for (const tag of tags) expect((await look(given.repository, tag)).digest).toBe(first.outputs.digest);
    expect((await append(given, more)).outputs).toMatchObject({ outcome: 'already-built' });
  });

  it.each<[string, (given: Order) => Promise<Run>, RegExp]>([
    ['a version that is not there', (given) => append(given, { MODEL_VERSION: '7' }), /has no version 7/],
    ['a version of another run', (given) => append(given, { RUN_ID: 'f'.repeat(32) }), /is of another run/],
    ['a base that is not there', (given) => append({ ...given, base: `sha256:${'1'.repeat(64)}` }), /has no sha256:1/],
    ['a tag that is something else', (given) => append(given, { TAGS: 'code' }), /:code is sha256.* and not version 1/],
    [
      'a file that the model lacks',
      (given) => append(given, { FILES: '{"data/x":"/app/x"}' }),
      /asked for data\/x of version 1/,
    ],
  ])('makes nothing of %s', async (_, make, reason) => {
    const given = await order();
    const run = await make(given);
    expect(run).toMatchObject({ exit: 1, stderr: '' });
    expect(run.outputs.reason).toMatch(reason);
    expect(run.outputs.digest).toBeUndefined();
    expect(await manifestAt(registry.url, given.repository, 'staging-1.0.1')).toBeUndefined();
  });

  it('holds no model in memory, however large', async () => {
    const repository = `acme/${randomUUID()}`;
    const large = randomBytes(200 * 1024 * 1024);
    const given = {
      ...(await registered(tracking, 3, randomUUID(), large)),
      repository,
      base: await pushCode(repository, 'code'),
    };
    const report = `import { readFileSync } from 'node:fs';
      process.on('exit', () => console.error(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]))`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(report)}`;
    const run = await append(given, { NODE_OPTIONS });
    expect(run.outputs).toMatchObject({ outcome: 'built' });
    expect(Number(run.stderr)).toBeGreaterThan(10_000);
    expect(Number(run.stderr)).toBeLessThan(160 * 1024);
  });

  it('of four who build the same at once, all have the same image', async () => {
    const given = await order();
    const runs = await Promise.all(Array.from({ length: 4 }, () => append(given)));
    const { digest } = await look(given.repository, 'staging-1.0.1');
    expect(runs.map(({ exit, outputs }) => (exit === 0 ? outputs.digest : outputs.reason))).toEqual(
      Array(4).fill(digest),
    );
  });
});

describe('when a server fails under append-layer', () => {
  const steps = [
    ['mlflow', 'GET .*model-versions/get\\?'],
    ['mlflow', 'GET .*artifacts/directories'],
    ['mlflow', 'GET .*get-artifact'],
    ['registry', 'GET .*manifests/'],
    ['registry', 'POST .*uploads/'],
    ['registry', 'PATCH '],
    ['registry', 'PUT .*uploads/'],
    ['registry', 'PUT .*manifests/'],
  ] as const;
  // One of each kind: what is common to all requests has tables of its own.
  const everywhere = [
    'goes down',
    'hangs up after it did what it was asked',
    'answers 500',
    'answers with half a body',
  ];
  const somewhere = ['answers 401', 'answers 404', 'answers in HTML'];
  const rows = steps.flatMap(([of, step]) =>
    [...everywhere, ...(/artifact|PUT .*manifests/.test(step) ? somewhere : [])].map(
      (name) => [of, step, name, troubles[name] as Fault] as const,
    ),
  );
  let model: Model;
  beforeAll(async () => {
    model = await registered();
  });

  it.concurrent.each(rows)('%s at %s: %s', async (of, step, _, fault) => {
    const repository = `acme/${randomUUID()}`;
    const given = { ...model, repository, base: await pushCode(repository, 'code') };
    const proxy = await faulty(of === 'mlflow' ? tracking : registry);
    proxy.inject(fault, { on: new RegExp(step) });
    const through: Record<string, string> =
      of === 'mlflow'
        ? { MLFLOW_TRACKING_URI: proxy.url }
        : { IMAGE_REPOSITORY: `${proxy.host}/${repository}`, BASE_REPOSITORY: `${proxy.host}/${repository}` };
    const run = await append(given, { ...through, DEADLINE_SECONDS: '3' });
    await proxy.stop();
    expect(run.stderr).toBe('');
    // There is the whole image or none; then another attempt makes exactly it.
    const there = await manifestAt(registry.url, repository, 'staging-1.0.1');
    const again = await append(given);
    expect(again).toMatchObject({ exit: 0 });
    const seen = await look(repository, 'staging-1.0.1');
    expect(again.outputs.digest).toBe(seen.digest);
    expect(await seen.file('app/food11.pth')).toEqual(weights);
    if (there !== undefined) expect(digestOf(there)).toBe(seen.digest);
    if (run.exit === 0) expect(run.outputs.digest).toBe(seen.digest);
  });

  it.each([
    ['mlflow', 'GET .*get-artifact', silence],
    ['registry', 'PATCH ', silence],
    ['registry', 'PUT .*uploads/', delayed(500)],
    ['registry', 'PUT .*manifests/sha256', delayed(500)],
    ['registry', 'PUT .*manifests/staging', silence],
  ] as const)('converges when it is killed at %s: %s', async (of, step, fault) => {
    const repository = `acme/${randomUUID()}`;
    const given = { ...model, repository, base: await pushCode(repository, 'code') };
    const proxy = await faulty(of === 'mlflow' ? tracking : registry);
    proxy.inject(fault, { on: new RegExp(step) });
    const kill = { signal: 'SIGKILL', when: proxy.reached(new RegExp(step)) } as const;
    const through: Record<string, string> =
      of === 'mlflow' ? { MLFLOW_TRACKING_URI: proxy.url } : { IMAGE_REPOSITORY: `${proxy.host}/${repository}` };
    const killed = await append(given, through, { kill });
    expect(killed.outputs).toMatchObject({ outcome: 'error', reason: 'did not finish' });
    await proxy.stop();
    expect((await append(given)).exit).toBe(0);
    expect(await (await look(repository, 'staging-1.0.1')).file('app/food11.pth')).toEqual(weights);
  });
});
