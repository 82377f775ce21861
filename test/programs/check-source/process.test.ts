import { afterEach, describe, expect, it } from 'vitest';
import { type Candidate, candidate, inTurn, json, type Reply, reset, text } from '../candidate';
import { type Run, runProgram } from '../run-program';

const token = 'geheim-4711';
const window = 168 * 3600;

/** How many series a query has now and at the beginning of the window. */
type Series = Readonly<Record<string, readonly [now: number | undefined, before: number | undefined]>>;

let server: Candidate | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const counted = (count: number | undefined): Reply =>
  json({
    status: 'success',
    data: { resultType: 'vector', result: count === undefined ? [] : [{ metric: {}, value: [1, String(count)] }] },
  });

/** Answers as Prometheus does: it is asked for the query and the time in the address. */
function prometheus(series: Series): Promise<Candidate> {
  const answer: Reply = (response, count, request, body) => {
    const asked = new URL(request.url ?? '', 'http://p').searchParams;
    const query = (asked.get('query') ?? '').replace(/^count\(([\s\S]*)\n\)$/, '$1');
    const isNow = Date.now() / 1000 - Number(asked.get('time')) < 600;
    const found = series[query];
    const reply =
      found === undefined
        ? json({ status: 'error', error: `no ${query}` }, { status: 400 })
        : counted(found[isNow ? 0 : 1]);
    reply(response, count, request, body);
  };
  return candidate(new Proxy({}, { get: () => answer }));
}

const always = (reply: Reply): Promise<Candidate> => candidate(new Proxy({}, { get: () => reply }));

async function check(environment: Readonly<Record<string, string>>): Promise<Run> {
  return runProgram('check-source', {
    DATA_SOURCE: 'prometheus',
    DEADLINE_SECONDS: '5',
    ...(server === undefined ? {} : { PROMETHEUS_URL: server.url }),
    ...environment,
  });
}

describe('check-source', () => {
  it('asks nobody for synthetic data', async () => {
    const { exit, outputs, stderr } = await check({ DATA_SOURCE: 'synthetic', REQUIRE_SOURCE: 'true' });
    expect({ exit, stderr, ...outputs }).toMatchObject({ exit: 0, stderr: '', outcome: 'ready', source: 'synthetic' });
  });

  it.each(['prometheus', 'hybrid'])(
    'has %s where every series is there, now and at the beginning of the window',
    async (source) => {
      server = await prometheus({ 'rate(a[5m])': [12, 10], 'b # of c': [1, 1] });
      const queries = JSON.stringify({ cpu: 'rate(a[5m])', memory: 'b # of c' });
      const run = await check({ DATA_SOURCE: source, PROMETHEUS_QUERIES: queries, PROMETHEUS_TOKEN: token });
      expect({ exit: run.exit, ...run.outputs }).toMatchObject({ exit: 0, outcome: 'ready', source });
      expect(run.outputs.reason).toMatch(/ has all series$/);
      expect(server.requests).toHaveLength(4);
      const times = server.requests.map(({ path }) => Number(new URL(path, 'http://p').searchParams.get('time')));
      expect(Math.max(...times) - Math.min(...times)).toBe(window - 1800);
      for (const { headers } of server.requests) expect(headers.authorization).toBe(`Bearer ${token}`);
      expect(run.everything).not.toContain('geheim');
    },
  );

  it('goes on with a shorter window, and says so', async () => {
    server = await prometheus({ up: [5, undefined] });
    const { exit, outputs } = await check({ TRAINING_HOURS: '720', REQUIRE_SOURCE: 'true' });
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, outcome: 'ready', source: 'prometheus' });
    expect(outputs.reason).toMatch(/but none 720 h ago for targets: the window is shorter$/);
  });

  const unusable: readonly (readonly [string, () => Promise<Candidate | undefined>, RegExp])[] = [
    ['is not there', async () => undefined, /connection refused/],
    ['wants a token', () => always(text('no', { status: 401 })), /lets nobody in without a token: 401/],
    [
      'shows a page to log in',
      () => always(text('', { status: 302, headers: { location: '/oauth' } })),
      /sends us elsewhere \(302\)/,
    ],
    [
      'is a web page',
      () => always(text('<html>', { headers: { 'content-type': 'text/html' } })),
      /a web page where JSON is due/,
    ],
    ['answers something else', () => always(json({ status: 'success' })), /is no Prometheus/],
    [
      'answers a count that is none',
      () => always(json({ status: 'success', data: { result: [{ value: [1, 'NaN'] }] } })),
      /counts NaN series/,
    ],
    ['is of another API', () => always(text('nothing', { status: 404 })), /answered 404/],
    ['breaks off', () => always(reset()), /connection (reset|was closed)/],
    ['refuses the query', () => prometheus({}), /refuses the query: no up/],
    ['has no such series', () => prometheus({ up: [undefined, undefined] }), /has no series for targets/],
    ['counts none', () => prometheus({ up: [0, 0] }), /has no series for targets/],
  ];

  it.each(unusable)('falls back to synthetic data, and says so, where Prometheus %s', async (_, start, reason) => {
    server = await start();
    const { exit, outputs } = await check(server === undefined ? { PROMETHEUS_URL: 'http://127.0.0.1:9' } : {});
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, outcome: 'fallback', source: 'synthetic' });
    expect(outputs.reason).toMatch(/^synthetic data instead of prometheus: /);
    expect(outputs.reason).toMatch(reason);
    expect(JSON.parse(outputs['evidence.json'] ?? '')).toMatchObject({ asked: 'prometheus', source: 'synthetic' });
  });

  it.each(unusable)(
    'refuses to go on without the source where that is wanted and Prometheus %s',
    async (_, start, reason) => {
      server = await start();
      const place: Record<string, string> = server === undefined ? { PROMETHEUS_URL: 'http://127.0.0.1:9' } : {};
      const { exit, outputs } = await check({ ...place, DATA_SOURCE: 'hybrid', REQUIRE_SOURCE: 'true' });
      expect({ exit, outcome: outputs.outcome, source: outputs.source }).toEqual({
        exit: 1,
        outcome: 'refused',
        source: undefined,
      });
      expect(outputs.reason).toMatch(reason);
    },
  );

  it('asks again what came to nothing on the way', async () => {
    server = await always(inTurn(reset(), text('later', { status: 503 }), counted(3)));
    const { exit, outputs } = await check({ DEADLINE_SECONDS: '20' });
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, outcome: 'ready', source: 'prometheus' });
  });

  it.each([
    ['DATA_SOURCE', 'Prometheus'],
    ['PROMETHEUS_URL', ''],
    ['PROMETHEUS_URL', 'https://user:geheim@prometheus'],
    ['PROMETHEUS_TOKEN', 'geheim\n'],
    ['PROMETHEUS_QUERIES', '{}'],
    ['PROMETHEUS_QUERIES', '{"a b":"up"}'],
    ['PROMETHEUS_QUERIES', '{"a":"up\\u0000"}'],
    ['PROMETHEUS_QUERIES', '[]'],
    ['PROMETHEUS_QUERIES', 'up'],
    ['TRAINING_HOURS', '0'],
    ['TRAINING_HOURS', '{{inputs.parameters.hours}}'],
    ['REQUIRE_SOURCE', 'yes'],
    ['DEADLINE_SECONDS', 'soon'],
  ])('names %s=%j, and asks nobody', async (name, value) => {
    server = await prometheus({ up: [1, 1] });
    const run = await check({ [name]: value });
    expect({ exit: run.exit, outcome: run.outputs.outcome }).toEqual({ exit: 1, outcome: 'error' });
    expect(run.outputs.reason).toContain(`${name}: `);
    expect(run.everything).not.toContain('geheim');
    expect(server.requests).toEqual([]);
  });
});
