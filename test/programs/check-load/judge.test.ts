import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLoad } from '../../../src/programs/check-load/check-load';
import { type Limits, limitProblems } from '../../../src/programs/check-load/limits';
import { type Load, loadProblems } from '../../../src/programs/check-load/load';
import type { Summary } from '../../../src/programs/check-load/summary';
import { openSession } from '../../../src/programs/session';
import type { Judgement } from '../../../src/programs/verdict';

const fixed: Load = {
  url: 'http://fraud.staging:8080/predict',
  method: 'POST',
  headers: {},
  statuses: [200],
  timeoutMs: 10_000,
  warmUpSeconds: 10,
  measure: { requests: 100, concurrency: 10 },
};
const rate: Load = { ...fixed, measure: { perSecond: 10, seconds: 60 } };
const limits: Limits = { p95: { below: 2000 }, successRate: { above: 0.95 } };
const good: Summary = {
  requests: 100,
  answers: 100,
  successes: 100,
  dropped: 0,
  duration: { median: 40, p95: 120, p99: 200, max: 250 },
};

const judged = (summary: Partial<Summary>, load = fixed, bounds = limits): Judgement =>
  judgeLoad(
    { ...good, ...summary },
    load,
    bounds,
    openSession('test', () => undefined),
  );

const p95 = (value: number | undefined) => ({ duration: { ...good.duration, p95: value } });

describe('a load is judged', () => {
  const rows: readonly [verdict: string, reason: RegExp, summary: Partial<Summary>, load?: Load, bounds?: Limits][] = [
    ['pass', /^100 requests: success rate 100%; p95 120 ms$/, {}],
    ['pass', /success rate 96%/, { successes: 96 }],
    ['fail', /success rate 95%, allowed > 0\.95$/, { successes: 95 }],
    ['pass', /95%/, { successes: 95 }, fixed, { ...limits, successRate: { atLeast: 0.95 } }],
    ['fail', /success rate 0%/, { successes: 0 }],
    ['pass', /p95 1999\.9 ms/, p95(1999.9)],
    ['fail', /p95 2000 ms, allowed < 2000$/, p95(2000)],
    ['pass', /p95 2000 ms/, p95(2000), fixed, { ...limits, p95: { atMost: 2000 } }],
    ['fail', /success rate 50%.*; p95 9000 ms/, { successes: 50, ...p95(9000) }],
    ['fail', /p99 200 ms, allowed <= 100$/, {}, fixed, { p99: { atMost: 100 }, successRate: { above: 0 } }],
    ['error', /^none of 100 requests was answered$/, { answers: 0, successes: 0 }],
    ['inconclusive', /^only 0 of 100 requests were measured$/, { requests: 0, answers: 0, successes: 0 }],
    ['inconclusive', /^only 99 of 100/, { requests: 99, answers: 99, successes: 99 }],
    ['inconclusive', /^only 99 of 100/, { requests: 99, answers: 99, successes: 1, ...p95(9000) }],
    ['inconclusive', /k6 has no p95/, p95(undefined)],
    ['pass', /^570 requests/, { requests: 570, answers: 570, successes: 570 }, rate],
    [
      'inconclusive',
      /only 569 of 600 .*31 could not begin in time/,
      { requests: 569, answers: 569, successes: 569, dropped: 31 },
      rate,
    ],
  ];
  it.each(rows)('%s: %s', (verdict, reason, summary, load, bounds) => {
    expect(judged(summary, load, bounds)).toEqual({ verdict, reason: expect.stringMatching(reason) });
  });

  it('never passes when anything is missing, and a better number never makes it worse', () => {
    const order = ['error', 'inconclusive', 'fail', 'pass'];
    const count = fc.integer({ min: 0, max: 200 });
    const time = fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(count, count, count, time, (a, b, c, duration) => {
        const [successes, answers, requests] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const summary = { requests, answers, successes, ...p95(duration) };
        const { verdict } = judged(summary);
        if (verdict !== 'pass') return;
        expect([requests >= 100, successes / requests > 0.95, (duration ?? 9999) < 2000]).toEqual([true, true, true]);
        const better = judged({ ...summary, successes: answers, ...p95(0) }).verdict;
        expect(order.indexOf(better)).toBeGreaterThanOrEqual(order.indexOf(verdict));
      }),
    );
  });
});

describe('limits and loads that can not be', () => {
  it.each([
    [{}, /successRate: expected.*expected p95 or p99/],
    [{ successRate: { above: 1 }, p95: { below: 1 } }, /nothing is above 1/],
    [{ successRate: { above: 95 }, p95: { below: 1 } }, /a share from 0 to 1/],
    [{ successRate: { above: 0.9, atLeast: 0.9 }, p95: { below: 1 } }, /successRate/],
    [{ successRate: 0.95, p95: { below: 1 } }, /successRate/],
    [{ successRate: { above: 0.9 }, p95: { above: 1 } }, /p95: expected \{ below \}/],
    [{ successRate: { above: 0.9 }, p95: { below: 0 } }, /above 0/],
    [{ successRate: { above: 0.9 }, p95: { below: Number.NaN } }, /p95/],
    [{ successRate: { above: 0.9 }, p96: { below: 1 } }, /p96: unknown/],
  ])('%j', (bounds, problem) => {
    expect(limitProblems(bounds).join('; ')).toMatch(problem);
  });

  it.each([
    [{ url: 'ftp://x' }, /url/],
    [{ method: 'DELETE' }, /method/],
    [{ statuses: [] }, /statuses/],
    [{ statuses: [2000] }, /statuses/],
    [{ measure: { requests: 10, concurrency: 11 } }, /measure/],
    [{ measure: { perSecond: 0.5, seconds: 60 } }, /measure/],
    [{ timeoutMs: 0 }, /timeoutMs/],
    [{ warmUpSeconds: -1 }, /warmUpSeconds/],
  ])('%j', (part, problem) => {
    expect(loadProblems({ ...fixed, ...part }).join('; ')).toMatch(problem);
    expect(loadProblems(fixed)).toEqual([]);
  });
});
