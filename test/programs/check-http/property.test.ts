import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkHttp } from '../../../src/programs/check-http/check-http';
import { readConfiguration } from '../../../src/programs/check-http/configuration';
import { openSession } from '../../../src/programs/session';
import { type Judgement, verdicts } from '../../../src/programs/verdict';
import { type Candidate, candidate, json, raw, text } from '../candidate';

let server: Candidate;
let version = json({ version: '1.0.1' });
let predict = text('');

beforeAll(async () => {
  server = await candidate({
    '/version': (...request) => version(...request),
    '/predict': (...request) => predict(...request),
  });
});
afterAll(() => server.close());

async function judge(deadlineSeconds: number, field = 'version'): Promise<Judgement> {
  const session = openSession('check-http', () => undefined);
  const environment = {
    URL: server.url,
    DEADLINE_SECONDS: String(deadlineSeconds),
    POLL_SECONDS: '0.01',
    VERSION_PATH: '/version',
    VERSION_FIELD: field,
    EXPECTED_VERSION: '1.0.1',
    REQUEST_PATH: '/predict',
    EXPECT: '{"status":200,"json":{"p":{"type":"number","min":0,"max":1}}}',
  };
  return checkHttp(readConfiguration(environment, session), session);
}

// Near the border of what fits, since evenly random bytes never come close.
const nearly = fc.oneof(
  fc.constantFrom(
    '{"p":0.5}',
    '{"p":1}',
    ' {"p":0,"q":[]}',
    '{"p":2}',
    '{"p":"0.5"}',
    '{"p":NaN}',
    '{"p":1e999}',
    '[0.5]',
  ),
  fc.json(),
  fc.record({ p: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
  fc.double({ min: -1, max: 2 }).map((p) => `{"p":${p}}`),
);

function holds(body: Buffer): boolean {
  try {
    const { p } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof p === 'number' && p >= 0 && p <= 1;
  } catch {
    return false;
  }
}

describe('whatever the candidate answers', () => {
  it('passes exactly when status and body are what was expected', async () => {
    const body = fc.oneof(nearly.map(Buffer.from), fc.uint8Array({ maxLength: 99 }).map(Buffer.from));
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(200, 200, 201, 302, 404, 500), async (bytes, status) => {
        version = json({ version: '1.0.1' });
        predict = text(bytes, { status });
        const { verdict, reason } = await judge(20);
        expect([verdict, reason]).toEqual([status === 200 && holds(bytes) ? 'pass' : 'fail', reason]);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('is one of the four verdicts, and never pass, for bytes that are no whole HTTP answer', async () => {
    const whole = `HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"p":0.5}`;
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc.integer({ min: 0, max: whole.length - 1 }).map((end) => Buffer.from(whole.slice(0, end))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (answer) => {
        version = json({ version: '1.0.1' });
        predict = raw(answer);
        const { verdict } = await judge(0.1);
        expect(verdicts).toContain(verdict);
        expect(verdict).not.toBe('pass');
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('goes on only if the version is exactly the expected one', async () => {
    const near = fc.oneof(
      fc.constantFrom(
        '1.0.1',
        '1.0.12',
        '11.0.1',
        'v1.0.1',
        '1.0.1\n',
        '1.0.1\u0000',
        '1.0.1-rc',
        '{"version":"1.0.1"}',
        '1',
        '',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(near, fc.boolean(), async (found, asField) => {
        version = asField ? json({ version: found }) : text(found);
        predict = json({ p: 0.5 });
        const expected = (asField ? found : found.trim()) === '1.0.1' ? 'pass' : 'error';
        const { verdict } = await judge(expected === 'pass' ? 20 : 0.1, asField ? 'version' : '');
        expect(verdict).toBe(expected);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
