import { leastProblems, memberProblems } from '../members/member';
import { metricName } from '../mlflow/metric-name';
import type { SelectionRules } from './rules';

type Value = Readonly<Record<string, unknown>>;

/** Everything that is wrong with rules; empty when they can be selected by. @internal */
export function rulesProblems(rules: unknown): readonly string[] {
  if (!isRecord(rules)) return ['expected an object with members, minCandidates and score'];
  const { members, minCandidates, score, ...more } = rules;
  const surplus = Object.keys(more)[0];
  if (surplus !== undefined) return [`${surplus}: is not known`];
  return [...memberProblems(members), ...scoreProblems(score), ...leastProblems(minCandidates, members)];
}

/** Narrows rules without problems. @internal */
export function areRules(value: unknown): value is SelectionRules {
  return rulesProblems(value).length === 0;
}

function scoreProblems(score: unknown): readonly string[] {
  if (!isRecord(score)) return ["score: expected { better: 'lower', weights: { rmse: 1 } }"];
  const { better, weights } = score;
  const problems = better === 'higher' || better === 'lower' ? [] : ["score.better: expected 'higher' or 'lower'"];
  const entries = isRecord(weights) ? Object.entries(weights) : [];
  if (entries.length === 0) problems.push('score.weights: expected a number for each metric');
  for (const [metric, weight] of entries) {
    if (!metricName.test(metric)) problems.push(`score.weights: no metric is called ${metric}`);
    if (typeof weight !== 'number' || !Number.isFinite(weight) || weight === 0)
      problems.push(`score.weights.${metric}: expected a number that is not 0, a negative one where more is worse`);
  }
  return problems;
}

function isRecord(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
