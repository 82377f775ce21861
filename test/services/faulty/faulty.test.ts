import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Candidate, candidate, json } from '../../programs/candidate';
import { delayed, instead, pass, silence, status, together } from './faults';
import { type Faulty, faulty } from './faulty';
import { troubles } from './troubles';

const model = { versions: [{ version: '7', size: 3 }], score: 0.93 };

let real: Candidate;
let proxy: Faulty;
beforeEach(async () => {
  real = await candidate({ '/model': json(model) });
  proxy = await faulty(real);
});
afterEach(async () => {
  await proxy.stop();
  await real.close();
});

/** What a client sees of a POST: `200 body`, or the code of the error. */
async function seen(milliseconds = 20_000): Promise<string> {
  try {
    const signal = AbortSignal.timeout(milliseconds);
    const answer = await fetch(`${proxy.url}/model`, { method: 'POST', body: 'a'.repeat(1000), signal });
    return `${answer.status} ${await answer.text()}`;
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem;
    const { cause } = problem;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : problem.name;
  }
}

const whole = JSON.stringify(model);
const injected = (code: number) => `${code} {"error_code":"INJECTED","message":"injected ${code}","code":${code}}`;

/** What a client sees, and how many requests the real server gets to know as a whole. */
const expected: Readonly<Record<keyof typeof troubles, readonly [seen: string | RegExp, reached: number]>> = {
  'goes down': [/UND_ERR_SOCKET|ECONNRE/, 0],
  'hangs up before it hears the request': [/UND_ERR_SOCKET|ECONNRESET/, 0],
  'hangs up in the middle of the request': [/UND_ERR_SOCKET|ECONNRESET/, 0],
  'hangs up after it did what it was asked': [/UND_ERR_SOCKET|ECONNRESET/, 1],
  'hangs up in the middle of the answer': [/UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ECONNRESET/, 1],
  'never answers': ['TimeoutError', 0],
  'answers a byte a second': ['TimeoutError', 1],
  'answers 401': [injected(401), 0],
  'answers 403': [injected(403), 0],
  'answers 404': [injected(404), 0],
  'answers 409': [injected(409), 0],
  'answers 429': [injected(429), 0],
  'answers 500': [injected(500), 0],
  'answers 503': [injected(503), 0],
  'answers with half a body': [`200 ${whole.slice(0, whole.length / 2)}`, 1],
  'answers in HTML': [/^200 <!doctype html>/, 0],
  'answers with empty lists': ['200 {"versions":[],"score":0.93}', 1],
  'answers NaN': ['200 {"versions":[{"version":"7","size":NaN}],"score":NaN}', 1],
};

describe('a faulty proxy', () => {
  it('passes what nobody disturbs', async () => {
    expect(await seen()).toBe(`200 ${whole}`);
    expect(real.requests[0]).toMatchObject({ method: 'POST', path: '/model', body: Buffer.from('a'.repeat(1000)) });
    expect(proxy.requests).toHaveLength(1);
  });

  it('knows what each trouble looks like', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(troubles));
  });

  it.each(Object.entries(troubles))('%s', async (name, fault) => {
    proxy.inject(fault);
    const [look, reached] = expected[name] ?? [];
    const patience = look === 'TimeoutError' ? 1000 : undefined;
    expect(await seen(patience)).toEqual(look instanceof RegExp ? expect.stringMatching(look) : look);
    expect(real.requests).toHaveLength(reached ?? -1);
    if (name === 'goes down') await proxy.up();
    expect(await seen()).toBe(`200 ${whole}`);
  });

  it('refuses connections while it is down', async () => {
    proxy.down();
    expect(await seen()).toBe('ECONNREFUSED');
    await proxy.up();
    expect(await seen()).toBe(`200 ${whole}`);
  });

  it('disturbs as often as it is told, and only what fits', async () => {
    proxy.inject(status(500), { on: /^POST \/other/ });
    proxy.inject(status(503), { on: /^POST \/model$/, times: 2 });
    proxy.inject(status(429));
    const all = [await seen(), await seen(), await seen(), await seen()];
    expect(all.map((text) => text.slice(0, 3))).toEqual(['503', '503', '429', '200']);
    proxy.inject(status(500), { times: Number.POSITIVE_INFINITY });
    expect(await seen()).toContain('500');
    proxy.clear();
    expect(await seen()).toContain('200');
  });

  it('tells when a request comes', async () => {
    proxy.inject(silence);
    const reached = proxy.reached(/^POST \/model/);
    const [, request] = await Promise.all([seen(1000), reached]);
    expect(request.path).toBe('/model');
  });

  it('holds requests back until all are there', async () => {
    proxy.inject(together(2), { times: 2 });
    const first = seen();
    await delayedBy(100);
    expect(real.requests).toHaveLength(0);
    expect(await Promise.all([first, seen()])).toEqual([`200 ${whole}`, `200 ${whole}`]);
  });

  it('takes its time, and replies what a candidate would', async () => {
    const before = performance.now();
    proxy.inject(delayed(100, pass));
    expect(await seen()).toBe(`200 ${whole}`);
    expect(performance.now() - before).toBeGreaterThan(95);
    proxy.inject(instead(json([])));
    expect(await seen()).toBe('200 []');
  });
});

function delayedBy(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
