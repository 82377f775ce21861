import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  type Decimal,
  decimal,
  magnitude,
  minus,
  show,
  times,
} from '../../../src/programs/check-metrics/decimal';
import { judgeMetrics } from '../../../src/programs/check-metrics/judge-metrics';
import { readMeasurements, variableOf } from '../../../src/programs/check-metrics/measured';
import {
  type ComparedMetric,
  inputsOf,
  type MetricRule,
  type MetricsRules,
} from '../../../src/programs/check-metrics/rules';
import { rulesProblems } from '../../../src/programs/check-metrics/rules-problems';

// Few values, so that numbers often meet their limits.
const number = fc.oneof(
  fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10),
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
);
const floor = fc.oneof(fc.record({ atLeast: number }), fc.record({ moreThan: number }));
const ceiling = fc.oneof(fc.record({ atMost: number }), fc.record({ lessThan: number }));
const championOf = (name: string) =>
  fc.oneof(
    floor.map((gain) => ({ of: `${name}Champion`, gain })),
    floor.map((relativeGain) => ({ of: `${name}Champion`, relativeGain })),
    fc.tuple(floor, floor).map(([gain, relativeGain]) => ({ of: `${name}Champion`, gain, relativeGain })),
  );
type Direction = ComparedMetric['better'] | undefined;
const gapOf = (name: string) => ceiling.map((limit) => ({ to: `${name}Train`, ...limit }));

function ruleOf(name: string, directions: readonly Direction[]): fc.Arbitrary<MetricRule> {
  return fc.constantFrom(...directions).chain((better): fc.Arbitrary<MetricRule> => {
    if (better === undefined)
      return fc.oneof(
        floor,
        ceiling,
        fc.tuple(floor, ceiling).map(([a, b]) => ({ ...a, ...b })),
      );
    const own = better === 'higher' ? floor : ceiling;
    return fc.oneof(
      fc.tuple(own, gapOf(name)).map(([limit, gap]) => ({ better, ...limit, gap })),
      gapOf(name).map((gap) => ({ better, gap })),
      fc.tuple(own, championOf(name)).map(([limit, champion]) => ({ better, ...limit, champion })),
      fc
        .tuple(own, championOf(name), gapOf(name))
        .map(([limit, champion, gap]) => ({ better, ...limit, champion, gap })),
    );
  });
}

const rulesOf = (directions: readonly Direction[]): fc.Arbitrary<MetricsRules> =>
  fc
    .tuple(ruleOf('a', directions), ruleOf('b', directions), fc.boolean(), fc.boolean())
    .map(([a, b, samples, data]) => ({
      metrics: { a, b },
      ...(samples ? { samples: { of: 'count', atLeast: 5 } } : {}),
      ...(data && (a.champion !== undefined || b.champion !== undefined)
        ? { data: { of: 'hash', champion: 'hashChampion' } }
        : {}),
    }))
    .filter((rules) => rulesProblems(rules).length === 0) as fc.Arbitrary<MetricsRules>;

const anyRules = rulesOf(['higher', 'lower', undefined]);

/** A value for everything that the rules ask for. */
function valuesFor(rules: MetricsRules): fc.Arbitrary<Record<string, string>> {
  const { numbers, champions, hashes } = inputsOf(rules);
  const some = (names: readonly string[], value: fc.Arbitrary<string>) => names.map((name) => [name, value] as const);
  return fc.record(
    Object.fromEntries([
      ...some(numbers, number.map(String)),
      ...some(champions, number.map(String)),
      ...some(hashes, fc.constantFrom('x', 'x', 'x', 'y')),
      ...(rules.samples === undefined ? [] : some(['count'], fc.constantFrom('4', '5', '6'))),
    ]),
  );
}

const asked = anyRules.chain((rules) => fc.tuple(fc.constant(rules), valuesFor(rules)));

function verdictOf(rules: MetricsRules, values: Readonly<Record<string, string>>): string {
  const environment = Object.fromEntries(Object.entries(values).map(([name, value]) => [variableOf(name), value]));
  return judgeMetrics(rules, readMeasurements(rules, environment)).verdict;
}

describe('whatever the rules and the numbers', () => {
  it('never passes when a number that is asked for is missing, NaN or infinite', () => {
    const none = fc.constantFrom('', 'nan', 'NaN', '-nan', 'inf', '-inf', 'Infinity', '1e999');
    let seen = 0;
    fc.assert(
      fc.property(asked, none, fc.nat(), ([rules, values], text, which) => {
        const { numbers, champions } = inputsOf(rules);
        const all = [...numbers, ...champions];
        const name = all[which % all.length] as string;
        if (verdictOf(rules, values) === 'pass') seen += 1;
        expect(verdictOf(rules, { ...values, [name]: text })).not.toBe('pass');
      }),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(30);
  });

  it('never passes with a champion on other data, nor on too few samples', () => {
    fc.assert(
      fc.property(asked, ([rules, values]) => {
        if (rules.data !== undefined)
          expect(verdictOf(rules, { ...values, hash: 'x', hashChampion: 'y' })).not.toBe('pass');
        if (rules.samples !== undefined) expect(verdictOf(rules, { ...values, count: '4' })).toBe('inconclusive');
      }),
      { numRuns: 2000 },
    );
  });

  it('never turns a pass into something else when a metric gets better', () => {
    let passed = 0;
    const directed = rulesOf(['higher', 'lower']).chain((rules) => fc.tuple(fc.constant(rules), valuesFor(rules)));
    fc.assert(
      fc.property(
        directed,
        fc.constantFrom('a', 'b'),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        ([rules, values], name, by) => {
          if (verdictOf(rules, values) !== 'pass') return;
          passed += 1;
          const value = Number(values[name]);
          const better = rules.metrics[name]?.better === 'higher' ? value + by : value - by;
          expect(verdictOf(rules, { ...values, [name]: String(better) })).toBe('pass');
        },
      ),
      { numRuns: 6000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('never turns a fail into a pass when the champion or the training data get better', () => {
    let failed = 0;
    fc.assert(
      fc.property(
        asked,
        fc.constantFrom('a', 'b'),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        ([rules, values], name, by) => {
          if (verdictOf(rules, values) === 'pass') return;
          failed += 1;
          const sign = rules.metrics[name]?.better === 'lower' ? -1 : 1;
          const other = `${name}Train`;
          if (values[other] === undefined) return;
          expect(verdictOf(rules, { ...values, [other]: String(Number(values[other]) + sign * by) })).not.toBe('pass');
        },
      ),
      { numRuns: 3000 },
    );
    expect(failed).toBeGreaterThan(100);
  });

  it('judges the same when the metrics are named in another order', () => {
    const same = fc.property(asked, ([rules, values]) => {
      const { a, b } = rules.metrics as { a: MetricsRules['metrics'][string]; b: MetricsRules['metrics'][string] };
      expect(verdictOf({ ...rules, metrics: { b, a } }, values)).toBe(verdictOf(rules, values));
    });
    fc.assert(same, { numRuns: 500 });
  });
});

describe('rules', () => {
  it('of any shape are judged or refused, without an exception', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ metrics: fc.dictionary(fc.string(), fc.anything()) }),
      anyRules,
    );
    fc.assert(
      fc.property(anything, (rules) => {
        for (const problem of rulesProblems(rules)) expect(problem).toMatch(/\S/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a decimal', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const integer = fc.integer({ min: -1e9, max: 1e9 });
  const back = ({ digits, places }: Decimal): number => Number(`${digits}e${-places}`);

  it('is the number that it was made of', () => {
    const same = fc.property(finite, (value) => {
      expect(back(decimal(value))).toBe(value === 0 ? 0 : value);
    });
    fc.assert(same, { numRuns: 3000 });
    for (const value of [Number.MAX_VALUE, Number.MIN_VALUE, 1e21, 1e-7, 123_456.789, -0.5, 100])
      expect(back(decimal(value))).toBe(value);
  });

  it('is ordered as numbers are', () => {
    const ordered = fc.property(finite, finite, (a, b) => {
      expect(Math.sign(compare(decimal(a), decimal(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
    });
    fc.assert(ordered, { numRuns: 3000 });
  });

  it('reckons exactly with what stands behind the point', () => {
    const exact = fc.property(integer, integer, fc.nat({ max: 9 }), (a, b, places) => {
      const [x, y] = [Number(`${a}e-${places}`), Number(`${b}e-${places}`)];
      expect(show(minus(decimal(x), decimal(y)))).toBe(String(Number(`${a - b}e-${places}`)));
      expect(compare(times(decimal(x), decimal(y)), { digits: BigInt(a) * BigInt(b), places: 2 * places })).toBe(0);
      expect(show(magnitude(decimal(x)))).toBe(String(Math.abs(x)));
    });
    fc.assert(exact, { numRuns: 2000 });
  });
});
