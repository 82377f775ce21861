import { afterEach, describe, expect, it } from 'vitest';
import { download } from '../../src/programs/http-download';
import { type Candidate, candidate, endless, never, type Reply, reset, text } from './candidate';

let server: Candidate | undefined;
afterEach(() => server?.close());

async function begun(reply: Reply, timeout = 2000) {
  server = await candidate({ '/blob': reply });
  return download({ url: new URL(`${server.url}/blob`), headers: { 'x-a': '1' }, timeout });
}

describe('a download', () => {
  it('is there with its headers before its body has come to an end', async () => {
    const answer = await begun(endless());
    if (answer.kind !== 'download') throw new Error(answer.detail);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    for await (const chunk of answer.body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(server?.requests[0]?.headers).toMatchObject({ 'x-a': '1', 'accept-encoding': 'identity' });
  });

  it('may be of any status', async () => {
    expect(await begun(text('gone', { status: 404 }))).toMatchObject({ kind: 'download', status: 404 });
  });

  it.each([
    ['a reset', reset(), 'reset'],
    ['no answer', never, 'timeout'],
  ] as const)('is none after %s', async (_, reply, kind) => {
    expect(await begun(reply, 300)).toMatchObject({ kind });
  });
});
