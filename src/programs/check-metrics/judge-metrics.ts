import type { Judgement } from '../verdict';
import { type Decimal, decimal, magnitude, minus, show, times } from './decimal';
import { keeps, limitsIn, sentence } from './limit';
import type { Measured, Measurements } from './measured';
import type { Ceiling, ComparedMetric, Floor, MetricsRules } from './rules';

/** One limit and what became of it; without `holds` it could not be seen. @internal */
export interface Finding {
  readonly metric: string;
  readonly holds?: boolean;
  readonly text: string;
}

/** @internal */
export interface MetricsJudgement extends Judgement {
  readonly findings: readonly Finding[];
  /** There is no champion yet: only limits were looked at. */
  readonly first: boolean;
}

/**
 * Judges numbers by rules. Whatever can't be compared makes it inconclusive, unless something else failed for certain.
 *
 * @internal
 */
export function judgeMetrics(rules: MetricsRules, measurements: Measurements): MetricsJudgement {
  const first = isFirst(measurements);
  const doubt = first === true ? undefined : dataDoubt(rules, measurements);
  const findings = Object.entries(rules.metrics).flatMap(([name, rule]): Finding[] => [
    ...limits(name, name, measurements.numbers[name], rule),
    ...(rule.gap === undefined ? [] : gap(name, rule, measurements)),
    ...(rule.champion === undefined || first === true ? [] : champion(name, rule, measurements, doubt)),
  ]);
  const few = tooFew(rules, measurements);
  if (few !== undefined) return { verdict: 'inconclusive', reason: few, findings, first: first === true };
  const failed = findings.filter(({ holds }) => holds === false);
  const unseen = findings.filter(({ holds }) => holds === undefined);
  const verdict = failed.length > 0 ? 'fail' : unseen.length > 0 ? 'inconclusive' : 'pass';
  const told = failed.length > 0 ? failed : unseen.length > 0 ? unseen : findings;
  const reason = [...new Set(told.map(({ text }) => text))].join('; ');
  return {
    verdict,
    reason: first === true ? `first model, no champion: ${reason}` : reason,
    findings,
    first: first === true,
  };
}

/** Nothing if some metrics have a champion and others not, which can't be. */
function isFirst({ champions }: Measurements): boolean | undefined {
  const values = Object.values(champions);
  const none = values.filter((value) => value === 'none').length;
  if (none === 0) return false;
  return none === values.length ? true : undefined;
}

function dataDoubt({ data }: MetricsRules, { hashes }: Measurements): string | undefined {
  if (data === undefined) return undefined;
  const missing = [data.of, data.champion].find((name) => (hashes[name] ?? '') === '');
  if (missing !== undefined) return `${missing} is missing`;
  return hashes[data.of] === hashes[data.champion] ? undefined : `${data.of} and ${data.champion} differ`;
}

function tooFew({ samples }: MetricsRules, { numbers }: Measurements): string | undefined {
  if (samples === undefined) return undefined;
  const count = numbers[samples.of];
  if (typeof count !== 'number') return count?.missing ?? `${samples.of} is missing`;
  return count >= samples.atLeast
    ? undefined
    : `${samples.of} is ${count}, too few to judge by: at least ${samples.atLeast}`;
}

function gap(name: string, rule: ComparedMetric, { numbers }: Measurements): Finding[] {
  const { to, ...ceiling } = rule.gap ?? { to: '' };
  const [metric, other] = [numbers[name], numbers[to]];
  if (typeof metric !== 'number' || typeof other !== 'number') return unseen(name, metric, other);
  const worse = better(rule.better, decimal(other), decimal(metric));
  return limits(name, `${name} ${metric} against ${to} ${other}: worse by ${show(worse)}`, worse, ceiling);
}

function champion(name: string, rule: ComparedMetric, measured: Measurements, doubt: string | undefined): Finding[] {
  const { of = '', gain = {}, relativeGain = {} } = rule.champion ?? {};
  const [metric, other] = [measured.numbers[name], measured.champions[of]];
  if (other === 'none') return [{ metric: name, text: `${of} is none, and other metrics have a champion` }];
  if (typeof metric !== 'number' || typeof other !== 'number') return unseen(name, metric, other);
  if (doubt !== undefined) return [{ metric: name, text: `${name} is not compared with ${of}: ${doubt}` }];
  const by = better(rule.better, decimal(metric), decimal(other));
  const said = `${name} ${metric} against ${of} ${other}: better by ${show(by)}`;
  return [...limits(name, said, by, gain), ...relative(name, said, by, decimal(other), relativeGain, of)];
}

/** Compared with a part of the champion's number instead of divided by it, so that nothing is rounded. */
function relative(name: string, said: string, by: Decimal, of: Decimal, floor: Floor, champion: string): Finding[] {
  if (of.digits === 0n && limitsIn(floor).length > 0)
    return [{ metric: name, text: `${champion} is 0, and no change is a part of that` }];
  return limitsIn(floor).map(([word, limit]) => {
    const holds = keeps(by, word, times(decimal(limit), magnitude(of)));
    const percent = show(times(decimal(limit), decimal(100)));
    return { metric: name, holds, text: `${said}, ${sentence(word, percent, holds)} % of ${champion}` };
  });
}

function limits(
  metric: string,
  said: string,
  value: Decimal | Measured | undefined,
  given: Floor & Ceiling,
): Finding[] {
  if (value === undefined) return unseen(metric, value);
  if (typeof value === 'object' && 'missing' in value) return unseen(metric, value);
  const number = typeof value === 'number' ? decimal(value) : value;
  const shown = typeof value === 'number' ? `${said} is ${value}` : said;
  return limitsIn(given).map(([word, limit]) => {
    const holds = keeps(number, word, decimal(limit));
    return { metric, holds, text: `${shown}, ${sentence(word, String(limit), holds)}` };
  });
}

function unseen(metric: string, ...values: readonly (Measured | undefined)[]): Finding[] {
  return values.flatMap((value) =>
    typeof value === 'number' ? [] : [{ metric, text: value?.missing ?? `${metric} is missing` }],
  );
}

const better = (direction: ComparedMetric['better'], a: Decimal, b: Decimal): Decimal =>
  direction === 'higher' ? minus(a, b) : minus(b, a);
