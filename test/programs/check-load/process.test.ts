import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Run, runProgram } from '../run-program';

const folder = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(folder, { recursive: true }));

const load = {
  url: 'http://fraud.staging:8080/predict',
  method: 'POST',
  headers: { authorization: { env: 'HEADER_AUTHORIZATION' } },
  statuses: [200],
  timeoutMs: 10_000,
  warmUpSeconds: 10,
  measure: { requests: 100, concurrency: 10 },
};
const limits = { p95: { below: 2000 }, successRate: { above: 0.95 } };
const summary = {
  load,
  requests: 100,
  answers: 100,
  successes: 100,
  dropped: 0,
  duration: { median: 40, p95: 120, p99: 200, max: 250 },
};

async function run(left: string | undefined, environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  const path = join(folder, 'summary.json');
  rmSync(path, { force: true });
  if (left !== undefined) writeFileSync(path, left);
  const env = { LOAD: JSON.stringify(load), LIMITS: JSON.stringify(limits), SUMMARY_FILE: path, ...environment };
  return runProgram('check-load', env);
}

describe('check-load as a process', () => {
  it('passes a load within its limits and leaves the numbers', async () => {
    const { exit, stderr, outputs } = await run(JSON.stringify(summary));
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(outputs.verdict).toBe('pass');
    expect(JSON.parse(outputs['evidence.json'] ?? '')).toMatchObject({
      verdict: 'pass',
      limits,
      load: { headers: ['authorization'], measure: { requests: 100 } },
      measured: { requests: 100, duration: { p95: 120 } },
    });
  });

  it('fails one that is too slow, and exits 0: it has judged', async () => {
    const { exit, outputs } = await run(JSON.stringify({ ...summary, duration: { ...summary.duration, p95: 2000 } }));
    expect([exit, outputs.verdict]).toEqual([0, 'fail']);
  });

  const odd: readonly [why: string, left: string | undefined, verdict: string, reason: RegExp][] = [
    ['nothing', undefined, 'error', /left no summary \(ENOENT\)/],
    ['an empty file', '', 'error', /no JSON/],
    ['half a file', JSON.stringify(summary).slice(0, 90), 'error', /no JSON/],
    ['a web page', '<html>', 'error', /no JSON/],
    ['a list', '[]', 'error', /no summary/],
    ['a report of hey', 'Summary:\n  Total: 2.0 secs\n  95% in 0.12 secs', 'error', /no JSON/],
    [
      'the summary of another load',
      JSON.stringify({ ...summary, load: { ...load, url: 'http://old' } }),
      'error',
      /another load/,
    ],
    [
      'counts that can not be',
      JSON.stringify({ ...summary, successes: 101 }),
      'error',
      /100 answers and 101 successes/,
    ],
    ['half a request', JSON.stringify({ ...summary, requests: 100.5 }), 'error', /100\.5 requests/],
    ['text for a count', JSON.stringify({ ...summary, requests: '100' }), 'error', /text|number/],
    [
      'no count',
      JSON.stringify({ ...summary, requests: undefined }),
      'error',
      /nothing where a number is due: requests/,
    ],
    [
      'NaN, which JSON writes as null',
      JSON.stringify({ ...summary, duration: { p95: Number.NaN } }),
      'inconclusive',
      /k6 has no p95/,
    ],
    ['no duration', JSON.stringify({ ...summary, duration: null }), 'inconclusive', /k6 has no p95/],
    [
      'a duration below nothing',
      JSON.stringify({ ...summary, duration: { p95: -1 } }),
      'inconclusive',
      /k6 has no p95/,
    ],
    ['too much', JSON.stringify({ ...summary, more: 'x'.repeat(70_000) }), 'error', /larger than 65536 bytes/],
  ];
  it.each(odd)('does not pass when k6 left %s', async (_, left, verdict, reason) => {
    const { exit, stderr, outputs } = await run(left);
    expect(outputs).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
    expect([exit, stderr]).toEqual([verdict === 'error' ? 1 : 0, '']);
  });

  it('names everything that it can not use', async () => {
    const { outputs } = await run('{}', { LOAD: '{}', LIMITS: 'x', SUMMARY_FILE: 'relative' });
    expect(outputs.reason).toMatch(/LOAD: url: .*LIMITS: is not valid JSON; SUMMARY_FILE: expected/);
  });
});
