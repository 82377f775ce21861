import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Outcome } from '../../../src/programs/action';
import { digestOf } from '../../../src/programs/oci/manifest';
import { readConfiguration } from '../../../src/programs/resolve-image/configuration';
import { resolveImage } from '../../../src/programs/resolve-image/resolve-image';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';
import { type Candidate, candidate, text } from '../candidate';
import { places, put, unforeseen } from '../mutations';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';
const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64' }));
const layer = Buffer.from('layer');
const descriptor = (bytes: Buffer, type: string) => ({ mediaType: type, digest: digestOf(bytes), size: bytes.length });
const manifest = {
  schemaVersion: 2,
  mediaType,
  config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
  layers: [descriptor(layer, 'application/vnd.oci.image.layer.v1.tar')],
};

let server: Candidate;
let said = Buffer.from(JSON.stringify(manifest));
let saidConfig = config;
let layerStatus = 200;
beforeAll(async () => {
  server = await candidate({
    '/v2/app/manifests/1': (...request) => text(said, { headers: { 'content-type': mediaType } })(...request),
    [`/v2/app/blobs/${digestOf(config)}`]: (...request) => text(saidConfig)(...request),
    [`/v2/app/blobs/${digestOf(layer)}`]: (response) => {
      response.writeHead(layerStatus, { 'content-length': String(layer.length) }).end();
    },
  });
});
afterAll(() => server.close());

async function resolve(): Promise<Outcome | undefined> {
  const session = openSession('resolve-image', () => undefined);
  const environment = {
    IMAGE_REPOSITORY: `${new URL(server.url).host}/app`,
    IMAGE_REFERENCE: '1',
    IMAGE_INSECURE: 'a registry of the tests',
    DEPTH: 'blobs',
    PLATFORM: 'linux/amd64',
    DEADLINE_SECONDS: '0.4',
  };
  return resolveImage(readConfiguration(environment, session), session).catch((problem: unknown) => {
    // Anything else would be told as unexpected, with words of the machine.
    expect(problem).toBeInstanceOf(Trouble);
    return undefined;
  });
}

it('finds the image if all of it is there', async () => {
  expect(await resolve()).toMatchObject({ outcome: 'found', outputs: { digest: digestOf(said) } });
});

it('never finds more than the registry answers, with the manifest changed anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places(manifest)), unforeseen, async (at, value) => {
      said = Buffer.from(JSON.stringify(put(manifest, at, value)) ?? '');
      const outcome = await resolve();
      if (outcome?.done !== true) return;
      expect(outcome.outputs?.digest).toBe(digestOf(said));
      const { schemaVersion, config: named, layers, mediaType: type } = JSON.parse(said.toString());
      expect([schemaVersion, named.digest, type ?? mediaType]).toEqual([2, manifest.config.digest, mediaType]);
      for (const { digest, mediaType: kind } of layers)
        expect(kind.includes('nondist') || digest === digestOf(layer)).toBe(true);
    }),
    { numRuns: 300 },
  );
  said = Buffer.from(JSON.stringify(manifest));
}, 120_000);

it('does not believe a config that has other bytes, nor a layer that is not there', async () => {
  for (const bytes of [Buffer.from('{"os":"linux","architecture":"amd64" }'), Buffer.alloc(0), Buffer.from('<html>')]) {
    saidConfig = bytes;
    expect(await resolve()).toBeUndefined();
  }
  saidConfig = config;
  for (layerStatus of [404, 204, 206, 302, 403, 500]) expect((await resolve())?.done).not.toBe(true);
});
