import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { copyBlob } from '../../../src/programs/oci/copy-blob';
import { digestOf } from '../../../src/programs/oci/manifest';
import { registryOf } from '../../../src/programs/oci/registry';
import { openSession } from '../../../src/programs/session';
import { type Candidate, candidate, json, type Reply, text } from '../candidate';

const servers: Candidate[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const bytes = Buffer.from('weights of a model');
const blob = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.length };
const mount = `/v2/to/blobs/uploads/?${new URLSearchParams({ mount: blob.digest, from: 'from' })}`;
const accepted = (location: string): Reply => text('', { status: 202, headers: { location } });
const done = text('', { status: 201 });

/** A registry that has the blob in repository `from`, and takes it in `to` as these replies say. */
async function copied(replies: Readonly<Record<string, Reply>>) {
  const server = await candidate({ [`/v2/from/blobs/${blob.digest}`]: text(bytes), ...replies });
  servers.push(server);
  const calling = { session: openSession('test', () => undefined), deadline: startDeadline(10) };
  const credentials = { username: 'robot', password: 'geheim' };
  const at = (path: string) => registryOf({ host: 'h', path, api: new URL(server.url), credentials }, calling);
  return { how: await copyBlob(at('from'), at('to'), blob, calling), server };
}

/** Asks for a token of these scopes, and is content with that one only. */
function guarded(token: string, realm: () => string, reply: Reply): Reply {
  return (response, count, request, body) => {
    if (request.headers.authorization === `Bearer ${token}`) reply(response, count, request, body);
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm()}/token"` }).end();
  };
}

const upload = '/v2/to/blobs/uploads/1?_state=a%7Eb%2B%2f';
const committed = `${upload}&digest=${encodeURIComponent(blob.digest)}`;

describe('a blob', () => {
  it('is sent where it can not be mounted, to addresses that are not written anew', async () => {
    const { how, server } = await copied({
      [mount]: accepted('/v2/to/blobs/uploads/0'),
      '/v2/to/blobs/uploads/0': text('', { status: 204 }),
      '/v2/to/blobs/uploads/': accepted(upload),
      [upload]: accepted(upload),
      [committed]: done,
    });
    expect(how).toBe('copied');
    expect(server.requests.slice(1).map(({ method, path }) => [method, path])).toEqual([
      ['POST', mount],
      ['DELETE', '/v2/to/blobs/uploads/0'],
      ['POST', '/v2/to/blobs/uploads/'],
      ['GET', `/v2/from/blobs/${blob.digest}`],
      ['PATCH', upload],
      ['PUT', committed],
    ]);
    expect(server.requests.find(({ method }) => method === 'PATCH')?.body).toEqual(bytes);
  });

  it('is sent by who may write here, though they may not read there', async () => {
    let realm = '';
    const at = () => realm;
    const tokens = await candidate({
      '/token?scope=repository%3Ato%3Apull': json({ token: 'read' }),
      '/token?scope=repository%3Ato%3Apull%2Cpush': json({ token: 'write' }),
      '/token?scope=repository%3Ato%3Apull%2Cpush&scope=repository%3Afrom%3Apull': json({ token: 'too-little' }),
    });
    servers.push(tokens);
    realm = tokens.url;
    const { how } = await copied({
      [`/v2/to/blobs/${blob.digest}`]: guarded('read', at, text('', { status: 404 })),
      [mount]: guarded('enough', at, done),
      '/v2/to/blobs/uploads/': guarded('write', at, accepted(upload)),
      [upload]: guarded('write', at, accepted(upload)),
      [committed]: guarded('write', at, done),
    });
    expect(how).toBe('copied');
  });

  it('is not asked for where it is', async () => {
    const there = await copied({ [`/v2/to/blobs/${blob.digest}`]: text(bytes) });
    expect([there.how, there.server.requests.length]).toEqual(['there', 1]);
    expect((await copied({ [mount]: done })).how).toBe('mounted');
  });

  it('is not committed when it comes short or long', async () => {
    for (const wrong of [bytes.subarray(1), Buffer.concat([bytes, bytes]), Buffer.alloc(0)]) {
      const server = candidate({
        [`/v2/from/blobs/${blob.digest}`]: text(wrong),
        '/v2/to/blobs/uploads/': accepted(upload),
        [upload]: accepted(upload),
        [committed]: done,
      });
      servers.push(await server);
      const { url, requests } = await server;
      const calling = { session: openSession('test', () => undefined), deadline: startDeadline(1.5) };
      const at = (host: string, path: string) =>
        registryOf({ host, path, api: new URL(url), credentials: undefined }, calling);
      await expect(copyBlob(at('a', 'from'), at('b', 'to'), blob, calling)).rejects.toThrow(/could not be copied/);
      expect(requests.filter(({ method }) => method === 'PUT')).toEqual([]);
    }
  });
});
