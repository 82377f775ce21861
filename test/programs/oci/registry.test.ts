import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { type Registry, registryOf } from '../../../src/programs/oci/registry';
import { openSession } from '../../../src/programs/session';
import { type Candidate, candidate, inTurn, json, type Reply, text } from '../candidate';

const servers: Candidate[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serve(replies: Readonly<Record<string, Reply>>): Promise<Candidate> {
  const server = await candidate(replies);
  servers.push(server);
  return server;
}

const credentials = { username: 'robot', password: 'geheim-4711' };

function client({ url }: Candidate, login: typeof credentials | 'nobody' = credentials, api = url): Registry {
  const repository = {
    host: 'registry',
    path: 'app',
    api: new URL(api),
    credentials: login === 'nobody' ? undefined : login,
  };
  const session = openSession('test', () => undefined);
  return registryOf(repository, { session, deadline: startDeadline(5) });
}

const redirect = (location: string, code = 307): Reply => text('', { status: code, headers: { location } });
const challenge = (header: string): Reply => text('', { status: 401, headers: { 'www-authenticate': header } });
const basic = challenge('Basic realm="registry"');
const token = (value: unknown, status = 200): Reply => json({ token: value, expires_in: 300 }, { status });

describe('a registry that asks who is there', () => {
  it('is told from then on without being asked again', async () => {
    const server = await serve({ '/v2/app/blobs/a': inTurn(basic, text('1')), '/v2/app/blobs/b': text('2') });
    const { ask } = client(server);
    expect([(await ask({ to: '/blobs/a' })).status, (await ask({ to: '/blobs/b' })).status]).toEqual([200, 200]);
    const sent = `Basic ${Buffer.from('robot:geheim-4711').toString('base64')}`;
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, sent, sent]);
  });

  it('asks a token server for what is needed, once for each kind of access', async () => {
    const tokens = await serve({
      '/token?service=s&scope=repository%3Aapp%3Apull': token('reads'),
      '/token?service=s&scope=repository%3Aapp%3Apull%2Cpush&scope=repository%3Aother%3Apull': token('writes'),
    });
    const asks = challenge(`Bearer realm="${tokens.url}/token",service="s",scope="repository:app:everything"`);
    const server = await serve({
      '/v2/app/blobs/a': inTurn(asks, text('1')),
      '/v2/app/blobs/uploads/': inTurn(asks, text('', { status: 202 })),
    });
    const { ask } = client(server);
    const upload = { to: '/blobs/uploads/', method: 'POST', push: true, from: 'other' } as const;
    for (const request of [{ to: '/blobs/a' }, upload, { to: '/blobs/a' }, upload]) await ask(request);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer reads',
      undefined,
      'Bearer writes',
      'Bearer reads',
      'Bearer writes',
    ]);
    expect(tokens.requests).toHaveLength(2);
    expect(tokens.requests.every(({ headers }) => headers.authorization?.startsWith('Basic '))).toBe(true);
  });

  it.each([
    ['no credentials to give', basic, 'nobody', /asks for a user name and a password for app, and none were given/],
    ['the same answer again', basic, credentials, /does not let these credentials read app/],
    ['a way nobody knows', challenge('Negotiate'), credentials, /in a way that is not known: Negotiate/],
    ['no way at all', text('', { status: 401 }), credentials, /in a way that is not known/],
    [
      'a token server that is no address',
      challenge('Bearer realm="token"'),
      credentials,
      /for a token to token, which is not asked/,
    ],
    ['a token server of another kind', challenge('Bearer realm="ftp://a/b"'), credentials, /which is not asked/],
    [
      'a token server with a password in it',
      challenge('Bearer realm="http://a:b@c/"'),
      credentials,
      /which is not asked/,
    ],
  ] as const)('gets no further with %s', async (_, reply, login, message) => {
    const server = await serve({ '/v2/app/blobs/a': reply });
    await expect(client(server, login).ask({ to: '/blobs/a' })).rejects.toThrow(message);
  });

  it.each([
    ['does not accept them', text('', { status: 401 }), /does not accept the credentials/],
    ['answers nothing', text(''), /gave no token/],
    ['answers a web page', text('<html>geheim-token'), /gave no token/],
    ['answers half a token', text('{"token":"geheim-token'), /gave no token/],
    ['answers a token with a newline', token('a\nb'), /gave no token/],
    ['answers a number', token(5), /gave no token/],
    ['answers 500', text('geheim-token', { status: 500 }), /answered 500$/],
  ])('by a token server that %s', async (_, reply, message) => {
    const tokens = await serve({ '/token?scope=repository%3Aapp%3Apull': reply });
    const server = await serve({ '/v2/app/blobs/a': challenge(`Bearer realm="${tokens.url}/token"`) });
    const outcome = client(server).ask({ to: '/blobs/a' });
    await expect(outcome).rejects.toThrow(message);
    await expect(outcome).rejects.not.toThrow(/geheim/);
  });

  it('over TLS may not send to a token server without', async () => {
    const { locate } = client(await serve({}), credentials, 'https://registry.example.com');
    expect(() => locate('http://registry.example.com/v2/', new URL('https://registry.example.com/v2/app/x'))).toThrow(
      /goes on without TLS at registry\.example\.com: does the proxy before it set X-Forwarded-Proto/,
    );
  });
});

describe('a redirect', () => {
  it('to another host is followed without the credentials, and back with them', async () => {
    const away = await serve({});
    const server = await serve({ '/v2/app/blobs/a': inTurn(basic, redirect(`${away.url}/signed?x=1`)) });
    const answer = await client(server).ask({ to: '/blobs/a' });
    expect(answer.status).toBe(404);
    expect(away.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/signed?x=1', undefined],
    ]);
  });

  it('may be relative', async () => {
    const server = await serve({ '/v2/app/blobs/a': redirect('../blobs/b'), '/v2/app/blobs/b': text('found') });
    expect((await client(server).ask({ to: '/blobs/a' })).body.toString()).toBe('found');
    const opened = await client(server).open('/blobs/a');
    if (opened.kind === 'download') opened.body.destroy();
    expect(opened).toMatchObject({ kind: 'download', status: 200 });
  });

  it.each([
    ['that goes round', redirect('/v2/app/blobs/a'), /redirects more than 5 times/],
    ['to nowhere', text('', { status: 307 }), /gave no address to go on at/],
    ['to a file', redirect('file:///etc/passwd'), /gave no address to go on at/],
    ['to no address', redirect('http://['), /gave no address to go on at/],
  ])('%s is not followed', async (_, reply, message) => {
    const server = await serve({ '/v2/app/blobs/a': reply });
    await expect(client(server).ask({ to: '/blobs/a' })).rejects.toThrow(message);
    await expect(client(server).open('/blobs/a')).rejects.toThrow(message);
  });

  it('of something that is written is an answer', async () => {
    const server = await serve({ '/v2/app/manifests/1': redirect('/v2/app/manifests/2') });
    const put = { to: '/manifests/1', method: 'PUT', body: Buffer.from('{}'), push: true } as const;
    expect((await client(server).ask(put)).status).toBe(307);
  });
});

it('asks again when the registry stumbles over its own storage, but not for ever', async () => {
  const stumbles = text('', { status: 500 });
  const server = await serve({ '/v2/app/blobs/a': inTurn(stumbles, text('1')), '/v2/app/blobs/b': stumbles });
  const { ask } = client(server);
  expect([(await ask({ to: '/blobs/a' })).status, (await ask({ to: '/blobs/b' })).status]).toEqual([200, 500]);
  expect(server.requests).toHaveLength(5);
});

it('says who is not let in, and what the registry says of it', async () => {
  const server = await serve({ '/v2/app/blobs/a': text('denied: quota', { status: 403 }) });
  await expect(client(server).ask({ to: '/blobs/a' })).rejects.toThrow(
    /does not let these credentials read app: denied: quota/,
  );
  await expect(client(server, 'nobody').ask({ to: '/blobs/a' })).rejects.toThrow(/does not let anybody read app/);
});
