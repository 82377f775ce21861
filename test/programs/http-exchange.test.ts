import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { exchange } from '../../src/programs/http-exchange';
import { candidate, endless, json, never, type Reply, raw, reset, text, trickle } from './candidate';

async function ask(reply: Reply, timeout = 10_000): Promise<Awaited<ReturnType<typeof exchange>>> {
  const server = await candidate({ '/': reply });
  try {
    return await exchange({ url: new URL(server.url), method: 'GET', headers: {}, timeout, maxBytes: 1000 });
  } finally {
    await server.close();
  }
}

const head = 'HTTP/1.1 200 OK\r\n';

const troubles: readonly [when: string, reply: Reply, kind: string, detail: RegExp][] = [
  ['the connection is reset before the answer', reset(), 'reset', /^connection reset$|without an answer/],
  ['the connection is closed before the answer', raw(''), 'reset', /closed without an answer/],
  ['the headers are cut off', raw(`${head}content-le`), 'reset', /closed without an answer/],
  ['the connection is reset in the body', reset(`${head}content-length: 9\r\n\r\nabc`), 'reset', /^connection reset$/],
  [
    'the connection is closed in the body',
    raw(`${head}content-length: 9\r\n\r\nabc`),
    'truncated',
    /after 3 of 9 bytes/,
  ],
  ['a chunk is cut off', raw(`${head}transfer-encoding: chunked\r\n\r\n9\r\nabc`), 'truncated', /after 3 bytes/],
  ['no answer begins', never, 'timeout', /^the answer took longer than 1 s/],
  ['the body does not end', trickle(10), 'timeout', /^the body of the answer took longer than 1 s/],
  ['the body is larger than is read', text('x'.repeat(1001)), 'unreadable', /larger than 1000 bytes/],
  ['the body is endless', endless(), 'unreadable', /larger than 1000 bytes/],
  ['the body is encoded', text('', { headers: { 'content-encoding': 'br' } }), 'unreadable', /encoded as br/],
  ['another protocol answers', raw('220 mail ready\r\n'), 'transport', /not valid HTTP/],
  [
    'the headers are endless',
    raw(`${head}x: ${'x'.repeat(99_999)}`),
    'transport',
    /not valid HTTP \(HPE_HEADER_OVERFLOW\)/,
  ],
  [
    'the lengths contradict',
    raw(`${head}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
    'transport',
    /not valid HTTP/,
  ],
  [
    'the protocol is switched unasked',
    raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    'reset',
    /./,
  ],
];

describe.concurrent('an HTTP exchange', () => {
  it.each(troubles)('tells when %s', async (_, reply, kind, detail) => {
    expect(await ask(reply, kind === 'timeout' ? 1000 : 10_000)).toEqual({
      kind,
      detail: expect.stringMatching(detail),
    });
  });

  it('tells when nobody listens', async () => {
    const server = await candidate({});
    await server.close();
    const request = { url: new URL(server.url), method: 'GET', headers: {}, timeout: 2000, maxBytes: 1000 };
    expect(await exchange(request)).toEqual({ kind: 'refused', detail: 'connection refused' });
  });

  it('tells when a name does not exist', async () => {
    const request = { url: new URL('http://nowhere.invalid'), method: 'GET', headers: {}, timeout: 5000, maxBytes: 1 };
    expect(await exchange(request)).toMatchObject({ kind: 'refused', detail: expect.stringMatching(/host name/) });
  });

  it('sends a stream as it comes, with the length that the caller says', async () => {
    const server = await candidate({ '/': text('taken') });
    const request = { url: new URL(server.url), method: 'PUT', timeout: 2000, maxBytes: 1000 };
    const whole = {
      ...request,
      headers: { 'content-length': '6' },
      body: Readable.from(['abc', 'def'].map(Buffer.from)),
    };
    expect(await exchange(whole)).toMatchObject({ kind: 'answer', status: 200 });
    expect(server.requests[0]?.body.toString()).toBe('abcdef');
    const body = Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        throw new Error('the source broke off');
      })(),
    );
    const broken = await exchange({ ...request, headers: { 'content-length': '6' }, body });
    await server.close();
    expect(broken).toMatchObject({ kind: 'reset', detail: 'the body was not sent to its end: the source broke off' });
    expect(server.requests).toHaveLength(1);
  });

  it('takes the answer to HEAD whatever length it announces', async () => {
    const server = await candidate({ '/': text('', { headers: { 'content-length': '5000' } }) });
    const head = { url: new URL(server.url), method: 'HEAD', headers: {}, timeout: 2000, maxBytes: 1000 };
    const outcome = await exchange(head);
    await server.close();
    expect(outcome).toMatchObject({ kind: 'answer', status: 200, headers: { 'content-length': '5000' } });
  });

  it('tells when plain HTTP answers where TLS is due', async () => {
    const server = await candidate({});
    const url = new URL(server.url.replace('http:', 'https:'));
    const outcome = await exchange({ url, method: 'GET', headers: {}, timeout: 2000, maxBytes: 1000 });
    await server.close();
    expect(outcome).toMatchObject({
      kind: 'transport',
      detail: 'no TLS connection: does the server speak plain HTTP?',
    });
  });

  it.each<[string, Reply, string]>([
    ['with a length', json({ a: 1 }), '{"a":1}'],
    ['in chunks', raw(`${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`), 'abcde'],
    ['up to the end of the connection', raw('HTTP/1.0 200 OK\r\n\r\nabc'), 'abc'],
    ['up to the last allowed byte', text('x'.repeat(1000)), 'x'.repeat(1000)],
    ['after interim answers', raw(`HTTP/1.1 103 Early Hints\r\n\r\n${head}content-length: 3\r\n\r\nabc`), 'abc'],
    ['without a body', text('', { status: 204 }), ''],
  ])('reads a body %s', async (_, reply, body) => {
    const answer = await ask(reply);
    expect(answer).toMatchObject({ kind: 'answer', latency: expect.any(Number) });
    expect('body' in answer ? answer.body.toString() : undefined).toBe(body);
  });

  it('gives a redirect back as it is', async () => {
    expect(await ask(text('', { status: 307, headers: { location: '/x' } }))).toMatchObject({
      status: 307,
      location: '/x',
    });
  });
});
