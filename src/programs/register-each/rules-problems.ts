import { rulesProblems as metricsProblems } from '../check-metrics/rules-problems';
import type { Variable } from '../environment';
import { InputError } from '../input-error';
import { memberProblems } from '../members/member';
import { metricName } from '../mlflow/metric-name';
import { modelName } from '../mlflow/names';
import { contract as registration } from '../register-model/contract';
import { type EachRules, policies } from './rules';

type Value = Readonly<Record<string, unknown>>;

/** Everything that is wrong with rules, each with its place; empty when members can be registered by them. @internal */
export function rulesProblems(rules: unknown): readonly string[] {
  if (!isRecord(rules)) return ['expected an object with policy and members'];
  const { policy, members, ...more } = rules;
  const surplus = Object.keys(more)[0];
  if (surplus !== undefined) return [`${surplus}: is not known`];
  const problems = [...memberProblems(members)];
  if (!policies.some((word) => word === policy)) problems.push(`policy: expected ${policies.join(' or ')}`);
  if (problems.length > 0) return problems;
  return [
    ...(members as readonly Value[]).flatMap(registrationProblems),
    ...sharedAliases(members as readonly Value[]),
  ];
}

/** Narrows rules without problems. @internal */
export function areRules(value: unknown): value is EachRules {
  return rulesProblems(value).length === 0;
}

const known = ['name', 'required', 'model', 'evaluate', 'artifact', 'loadableBy', 'alias'];

function registrationProblems(member: Value): readonly string[] {
  const at = String(member.name);
  const { model, artifact, loadableBy, alias } = member;
  return [
    ...Object.keys(member)
      .filter((word) => !known.includes(word))
      .map((word) => `${at}.${word}: is not known`),
    ...textProblems(modelName, model, `${at}.model`),
    ...optionalProblems(registration.artifact, artifact, `${at}.artifact`),
    ...optionalProblems(registration.loadableBy, loadableBy, `${at}.loadableBy`),
    ...optionalProblems(registration.alias, alias, `${at}.alias`),
    ...evaluateProblems(member.evaluate).map((problem) => `${at}.evaluate.${problem}`),
  ];
}

/** Whatever compares with a champion needs numbers of two models, and a run has those of one. */
function evaluateProblems(evaluate: unknown): readonly string[] {
  const names = { pattern: metricName, expected: 'letters, digits and _./ -' };
  const problems = metricsProblems(evaluate, names);
  if (problems.length > 0) return problems;
  const { metrics, data } = evaluate as { readonly metrics: Value; readonly data?: unknown };
  return [
    ...Object.entries(metrics).flatMap(([name, rule]) =>
      isRecord(rule) && rule.champion !== undefined
        ? [`metrics.${name}.champion: a run has no numbers of another`]
        : [],
    ),
    ...(data === undefined ? [] : ['data: a run has no numbers of another']),
  ];
}

/** One of them would take the alias from the other, as often as they are registered. */
function sharedAliases(members: readonly Value[]): readonly string[] {
  const named = members.filter(({ alias }) => alias !== undefined).map(({ model, alias }) => `${model}@${alias}`);
  const twice = named.find((name, i) => named.indexOf(name) !== i);
  return twice === undefined ? [] : [`members: two of them are ${twice}`];
}

function optionalProblems(variable: Variable<unknown>, value: unknown, at: string): readonly string[] {
  return value === undefined ? [] : textProblems(variable.parse, value, at);
}

function textProblems(parse: (text: string) => unknown, value: unknown, at: string): readonly string[] {
  if (typeof value !== 'string') return [`${at}: expected a text`];
  try {
    parse(value);
    return [];
  } catch (problem) {
    if (problem instanceof InputError) return [`${at}: ${problem.message}`];
    throw problem;
  }
}

function isRecord(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
