import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programText } from '../../src/programs/bundle';
import type { Load } from '../../src/programs/check-load/load';
import { after, type Candidate, candidate, inTurn, json, never, reset, text } from '../programs/candidate';
import { type Run, runProgram } from '../programs/run-program';
import { freePort, newFolder, programs } from './place';

let app: Candidate;
let answers = 0;
beforeAll(async () => {
  app = await candidate({
    '/good': json({ class: 'Soup' }),
    '/slow': after(300, json({})),
    '/broken': text('boom', { status: 500 }),
    '/moved': text('', { status: 302, headers: { location: '/good' } }),
    '/sometimes': (...request) => (answers++ % 4 === 0 ? text('', { status: 503 }) : json({}))(...request),
    '/resets': reset(),
    '/hangs': never,
    '/dies': inTurn(...Array<typeof never>(30).fill(json({})), reset()),
  });
});
afterAll(() => app.close());

const limits = { successRate: { above: 0.95 }, p95: { below: 200 } };

/** As the pod does: k6 first, then check-load, with the summary in a folder of both. */
async function run(
  path: string,
  more: Partial<Load> = {},
  url = app.url,
): Promise<Run & { k6: number | null; log: string }> {
  const folder = newFolder('load');
  const script = join(folder, 'generate-load.mjs');
  writeFileSync(script, programText('generate-load'));
  const load: Load = {
    url: `${url}${path}`,
    method: 'GET',
    headers: {},
    statuses: [200],
    timeoutMs: 1000,
    warmUpSeconds: 0,
    measure: { requests: 100, concurrency: 10 },
    ...more,
  };
  const env = { LOAD: JSON.stringify(load), SUMMARY_FILE: join(folder, 'summary.json') };
  const k6 = spawn(
    programs.k6,
    ['run', '--quiet', '--no-color', '--address', `127.0.0.1:${await freePort()}`, script],
    {
      env: {
        ...env,
        HEADER_AUTHORIZATION: 'Bearer s3cret-of-the-load',
        K6_NO_USAGE_REPORT: 'true',
        K6_AUTO_EXTENSION_RESOLUTION: 'false',
      },
      cwd: '/',
    },
  );
  let log = '';
  for (const stream of [k6.stdout, k6.stderr]) stream.on('data', (chunk) => (log += chunk));
  const exit = await new Promise<number | null>((resolve) => k6.on('close', resolve));
  const judged = await runProgram('check-load', { ...env, LIMITS: JSON.stringify(limits) });
  return { ...judged, k6: exit, log };
}

const twice: Load['measure'] = { perSecond: 20, seconds: 2 };

describe('k6 sends, check-load judges', () => {
  const rows: readonly [path: string, verdict: string, reason: RegExp, more?: Partial<Load>][] = [
    ['/good', 'pass', /^100 requests: success rate 100%; p95 [\d.]+ ms$/],
    ['/good', 'pass', /^(39|40|41) requests/, { measure: twice }],
    ['/good', 'fail', /success rate 0%/, { statuses: [201] }],
    ['/slow', 'fail', /p95 3\d\d(\.\d)? ms, allowed < 200$/],
    ['/broken', 'fail', /success rate 0%, allowed > 0\.95$/],
    ['/broken', 'fail', /success rate 0%/, { measure: twice }],
    ['/moved', 'fail', /success rate 0%/],
    ['/sometimes', 'fail', /success rate 75%/],
    ['/dies', 'fail', /success rate 30%/],
    ['/resets', 'error', /^none of 100 requests was answered$/],
    ['/hangs', 'error', /^none of 10 requests was answered$/, { measure: { requests: 10, concurrency: 10 } }],
  ];
  it.each(rows)('%s: %s, %s', async (path, verdict, reason, more) => {
    const { k6, log, outputs } = await run(path, more);
    expect({ k6, log }).toEqual({ k6: 0, log: '' });
    expect(outputs).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
  });

  it('has nothing to judge when nobody listens', async () => {
    const { outputs } = await run('/good', {}, `http://127.0.0.1:${await freePort()}`);
    expect(outputs).toMatchObject({ verdict: 'error', reason: 'none of 100 requests was answered' });
  });

  it('does not measure the warm-up', async () => {
    const before = app.requests.length;
    const { outputs } = await run('/good', { warmUpSeconds: 1, measure: { requests: 10, concurrency: 2 } });
    expect(outputs).toMatchObject({ verdict: 'pass', reason: expect.stringMatching(/^10 requests/) });
    expect(app.requests.length - before).toBeGreaterThan(20);
  });

  it('sends a form with the sample, and a secret header that shows up nowhere', async () => {
    const folder = newFolder('sample');
    writeFileSync(join(folder, 'food.jpg'), Buffer.from([0xff, 0xd8, 0, 1, 2, 0x80, 0xff]));
    const before = app.requests.length;
    const ran = await run('/good', {
      method: 'POST',
      headers: { authorization: { env: 'HEADER_AUTHORIZATION' }, 'x-team': 'ml' },
      sample: { file: join(folder, 'food.jpg'), contentType: 'image/jpeg', field: 'file', filename: 'food.jpg' },
      measure: { requests: 5, concurrency: 5 },
    });
    expect(ran.outputs.verdict).toBe('pass');
    const sent = app.requests.slice(before).at(0);
    if (sent === undefined) throw new Error('nothing was sent');
    const { headers, body, method } = sent;
    expect({ method, ...headers }).toMatchObject({
      method: 'POST',
      authorization: 'Bearer s3cret-of-the-load',
      'x-team': 'ml',
    });
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body.toString('latin1')).toContain('name="file"; filename="food.jpg"\r\nContent-Type: image/jpeg');
    expect(body.includes(Buffer.from([0xff, 0xd8, 0, 1, 2, 0x80, 0xff]))).toBe(true);
    expect(ran.everything + ran.log).not.toContain('s3cret');
  });

  it('does not judge what k6 could not run: it fails, and leaves nothing', async () => {
    const { k6, log, outputs } = await run('/good', { sample: { file: '/nowhere.jpg', contentType: 'image/jpeg' } });
    expect(k6).toBe(107);
    expect(log).toContain('/nowhere.jpg');
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(/left no summary/) });
    expect(existsSync('/summary')).toBe(false);
  });
});
