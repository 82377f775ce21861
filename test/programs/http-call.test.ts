import { afterEach, describe, expect, it } from 'vitest';
import { startDeadline } from '../../src/programs/deadline';
import { type Call, call, Unclear } from '../../src/programs/http-call';
import { openSession } from '../../src/programs/session';
import { Trouble } from '../../src/programs/trouble';
import { type Candidate, candidate, inTurn, never, type Reply, raw, reset, text } from './candidate';

let server: Candidate | undefined;
afterEach(() => server?.close());

const lines: string[] = [];

async function asked(reply: Reply, request: Partial<Call> = {}, seconds = 20) {
  server = await candidate({ '/x?q=1': reply });
  const session = openSession('test', (line) => lines.push(line));
  return call({ url: new URL(`${server.url}/x?q=1`), ...request }, { deadline: startDeadline(seconds), session });
}

describe('what passes is tried again', () => {
  const passing: readonly [why: string, reply: Reply][] = [
    ['a reset', reset()],
    ['a body that ends early', raw('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc')],
    ['429', text('', { status: 429 })],
    ['502', text('', { status: 502 })],
    ['503', text('', { status: 503 })],
    ['504', text('', { status: 504 })],
  ];
  it.each(passing)('%s', async (_, reply) => {
    expect(await asked(inTurn(reply, text('fine')))).toMatchObject({ kind: 'answer', status: 200 });
    expect(server?.requests).toHaveLength(2);
  });
});

it.each([200, 301, 400, 401, 403, 404, 409, 500])('status %d is an answer, and not asked for twice', async (status) => {
  expect(await asked(text('said', { status }))).toMatchObject({ status });
  expect(server?.requests).toHaveLength(1);
});

it('waits as long as the server asks for', async () => {
  const started = performance.now();
  await asked(inTurn(text('', { status: 429, headers: { 'retry-after': '1' } }), text('fine')));
  expect(performance.now() - started).toBeGreaterThan(990);
});

it.each([
  ['larger than allowed', text('x'.repeat(100)), /larger than 10 bytes/],
  ['encoded though nobody asked for it', text('', { headers: { 'content-encoding': 'gzip' } }), /encoded as gzip/],
] as const)('an answer that is %s is not asked for again', async (_, reply, why) => {
  await expect(asked(reply, { maxBytes: 10 })).rejects.toThrow(why);
  expect(server?.requests).toHaveLength(1);
});

it('gives up at the deadline and says what was in the way', async () => {
  await expect(asked(reset(), {}, 0.4)).rejects.toThrow(/^GET http:\/\/127\.0\.0\.1:\d+\/x: .*(reset|closed)/);
  await expect(asked(never, {}, 0.3)).rejects.toThrow(/took longer than 0\.\d s/);
});

it('returns the last "not now" when there is nothing better', async () => {
  expect(await asked(text('later', { status: 503 }), {}, 0.5)).toMatchObject({ status: 503 });
});

describe('a request that must not be carried out twice', () => {
  const post = { method: 'POST', body: Buffer.from('{}') } as const;

  it.each([
    ['a reset', reset()],
    ['502', text('', { status: 502 })],
    ['no answer', never],
  ] as const)('is left unclear after %s', async (_, reply) => {
    const outcome = await asked(reply, { ...post, timeout: 300 }).catch((problem: unknown) => problem);
    expect(outcome).toBeInstanceOf(Unclear);
    expect(outcome).toBeInstanceOf(Trouble);
    expect(String(outcome)).toMatch(/may have been carried out/);
    expect(server?.requests).toHaveLength(1);
  });

  it.each([429, 503])('is sent again after %d, which says that it was not', async (status) => {
    expect(await asked(inTurn(text('', { status }), text('made', { status: 201 })), post)).toMatchObject({
      status: 201,
    });
    expect(server?.requests).toHaveLength(2);
  });

  it('is sent again after a refused connection', async () => {
    const gone = await candidate({});
    await gone.close();
    const session = openSession('test', () => undefined);
    const request = call({ ...post, url: new URL(gone.url) }, { deadline: startDeadline(1), session });
    await expect(request).rejects.not.toBeInstanceOf(Unclear);
  });
});

it('shows no query and no secret while it tries again', async () => {
  lines.length = 0;
  await asked(inTurn(reset(), text('')));
  expect(lines.join('\n')).toMatch(/GET http.*\/x: .*trying again/);
  expect(lines.join('\n')).not.toContain('q=1');
});
