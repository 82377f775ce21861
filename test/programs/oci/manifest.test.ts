import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { digestOf, readManifest } from '../../../src/programs/oci/manifest';
import { imageTypes, indexTypes } from '../../../src/programs/oci/media-types';
import { registryOf } from '../../../src/programs/oci/registry';
import { openSession } from '../../../src/programs/session';
import { type Candidate, candidate, json, type Reply, text } from '../candidate';

let server: Candidate | undefined;
afterEach(() => server?.close());

const [index] = indexTypes;
const [image, dockerImage] = imageTypes;
const part = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${'a'.repeat(64)}`, size: 12 };
const plain = { schemaVersion: 2, mediaType: image, config: part, layers: [part] };

async function read(reply: Reply, reference = 'v1') {
  server = await candidate({ [`/v2/acme/app/manifests/${reference}`]: reply });
  const session = openSession('test', () => undefined);
  const repository = { host: 'h', path: 'acme/app', api: new URL(server.url), credentials: undefined };
  return readManifest(registryOf(repository, { session, deadline: startDeadline(5) }), reference, session);
}

const manifest = (value: unknown, type: string = image, headers = {}): Reply =>
  text(JSON.stringify(value), { headers: { 'content-type': type, ...headers } });

describe('a manifest', () => {
  it('has the digest of its bytes, whatever else is said', async () => {
    const bytes = JSON.stringify(plain, null, 7);
    const read1 = await read(text(bytes, { headers: { 'content-type': image } }));
    expect(read1).toMatchObject({ digest: digestOf(Buffer.from(bytes)), mediaType: image, blobs: [part, part] });
  });

  it('asks for the types that are known, or an old registry makes one up', async () => {
    await read(manifest(plain));
    expect(server?.requests[0]?.headers.accept).toBe([...indexTypes, ...imageTypes].join(', '));
  });

  it('leaves out layers that no registry has', async () => {
    const foreign = { ...part, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' };
    const found = await read(manifest({ ...plain, mediaType: dockerImage, layers: [foreign] }, dockerImage));
    expect(found?.blobs).toEqual([part]);
  });

  const wrong: readonly [string, Reply, RegExp][] = [
    [
      'a digest header of other bytes',
      manifest(plain, image, { 'docker-content-digest': part.digest }),
      /says that h\/acme\/app:v1 is sha256:aaa.*but its bytes/,
    ],
    ['the type of an index for an image', manifest(plain, index), /something else of its type/],
    ['both layers and manifests', manifest({ ...plain, manifests: [] }), /something else of its type/],
    [
      'the first schema',
      manifest({ schemaVersion: 1, name: 'app' }, 'application/vnd.docker.distribution.manifest.v1+prettyjws'),
      /manifest\.v1\+prettyjws, not an image/,
    ],
    ['the number of the first schema', manifest({ ...plain, schemaVersion: 1 }), /something else of its type/],
    ['no type', text(JSON.stringify(plain)), /is of no type, not an image/],
    ['a web page', text('<html>', { headers: { 'content-type': 'text/html' } }), /web page where JSON is due/],
    [
      'half of itself',
      text(JSON.stringify(plain).slice(0, 50), { headers: { 'content-type': image } }),
      /where JSON is due/,
    ],
    [
      'NaN',
      text(JSON.stringify(plain).replace('12', 'NaN'), { headers: { 'content-type': image } }),
      /where JSON is due/,
    ],
    ['a list', manifest([]), /nothing where|list where/],
    [
      'a part without a digest',
      manifest({ ...plain, layers: [{ ...part, digest: undefined }] }),
      /nothing where text is due: digest/,
    ],
    [
      'a digest that is a path',
      manifest({ ...plain, layers: [{ ...part, digest: '../../x' }] }),
      /another digest than sha256/,
    ],
    [
      'a digest of another kind',
      manifest({ ...plain, layers: [{ ...part, digest: `sha512:${'a'.repeat(128)}` }] }),
      /another digest/,
    ],
    ['a size below zero', manifest({ ...plain, layers: [{ ...part, size: -1 }] }), /has no size/],
    ['no layers', manifest({ ...plain, layers: undefined }), /nothing where a list is due: layers/],
    [
      'a 404 of something else',
      text('<html>', { status: 404, headers: { 'content-type': 'text/html' } }),
      /answered 404/,
    ],
    ['a 404 in other words', json({ message: 'no such route' }, { status: 404 }), /answered 404/],
    ['500', text('oops', { status: 500 }), /answered 500: oops/],
  ];
  it.each(wrong)('with %s is refused', async (_, reply, message) => {
    await expect(read(reply)).rejects.toThrow(message);
  });

  it.each(['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'])('is not there when the registry says %s', async (code) => {
    expect(await read(json({ errors: [{ code, message: 'x' }] }, { status: 404 }))).toBeUndefined();
  });

  it('by digest is exactly those bytes, whatever is changed in them', async () => {
    const bytes = Buffer.from(JSON.stringify(plain));
    const digest = digestOf(bytes);
    let reply = text(bytes, { headers: { 'content-type': image } });
    server = await candidate({ [`/v2/acme/app/manifests/${digest}`]: (...request) => reply(...request) });
    const session = openSession('test', () => undefined);
    const repository = { host: 'h', path: 'acme/app', api: new URL(server.url), credentials: undefined };
    const calling = { session, deadline: startDeadline(60) };
    const ask = () => readManifest(registryOf(repository, calling), digest, session);
    expect(await ask()).toMatchObject({ digest });
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        fc.pre(bytes[at] !== value);
        const other = Buffer.from(bytes);
        other[at] = value;
        reply = text(other, { headers: { 'content-type': image, 'docker-content-digest': digest } });
        await expect(ask()).rejects.toThrow(/answered other bytes/);
      }),
      { numRuns: 100 },
    );
  });
});
