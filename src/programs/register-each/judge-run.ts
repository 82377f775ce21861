import { judgeMetrics } from '../check-metrics/judge-metrics';
import type { Measured } from '../check-metrics/measured';
import { inputsOf } from '../check-metrics/rules';
import type { Judgement } from '../verdict';
import type { LoggedMetrics } from './rules';

/** Judges a run by the numbers that it logged; what is missing or no number can't be judged by. @internal */
export function judgeRun(rules: LoggedMetrics, logged: ReadonlyMap<string, number>): Judgement {
  const numbers = inputsOf(rules).numbers.map((name) => [name, measured(name, logged.get(name))] as const);
  return judgeMetrics(rules, { numbers: Object.fromEntries(numbers), champions: {}, hashes: {} });
}

function measured(name: string, value: number | undefined): Measured {
  if (value === undefined) return { missing: `it logged no ${name}` };
  return Number.isFinite(value) ? value : { missing: `${name} is ${value}` };
}
