import { inputsOf, type MetricsRules } from './rules';

type Value = Readonly<Record<string, unknown>>;

/** What a number may be called. @internal */
export interface Names {
  readonly pattern: RegExp;
  readonly expected: string;
}

/** Outputs of tasks. */
const outputs: Names = { pattern: /^[A-Za-z][A-Za-z0-9]{0,62}$/, expected: 'camelCase letters and digits' };

/**
 * Everything that is wrong with rules, each with its place; empty when they can be judged by.
 *
 * @param names @default those of outputs
 * @internal
 */
export function rulesProblems(rules: unknown, names: Names = outputs): readonly string[] {
  if (!isRecord(rules)) return ['expected an object with metrics'];
  const { metrics, samples, data } = rules;
  if (!isRecord(metrics) || Object.keys(metrics).length === 0)
    return ['metrics: expected rules by the name of a metric'];
  const problems = [
    ...unknown(rules, ['metrics', 'samples', 'data'], ''),
    ...Object.entries(metrics).flatMap(([name, rule]) => metricProblems(name, rule, names)),
    ...(samples === undefined ? [] : samplesProblems(samples, names)),
    ...(data === undefined ? [] : dataProblems(data, names)),
  ];
  return problems.length > 0 ? problems : contradictions(rules as unknown as MetricsRules);
}

/** Narrows rules without problems. @internal */
export function areRules(value: unknown): value is MetricsRules {
  return rulesProblems(value).length === 0;
}

function metricProblems(name: string, rule: unknown, names: Names): readonly string[] {
  if (!isName(name, names)) return [`${name}: no metric can be called so, expected ${names.expected}`];
  if (!isRecord(rule)) return [`${name}: expected limits such as { atLeast: 0.8 }`];
  const { better, gap, champion } = rule;
  const problems = [
    ...unknown(rule, ['atLeast', 'moreThan', 'atMost', 'lessThan', 'better', 'gap', 'champion'], `${name}.`),
    ...limitProblems(rule, name),
  ];
  if (better !== undefined && better !== 'higher' && better !== 'lower')
    problems.push(`${name}.better: expected 'higher' or 'lower'`);
  if (floorOf(rule) === undefined && ceilingOf(rule) === undefined && gap === undefined && champion === undefined)
    problems.push(`${name}: has no limit, so every number would pass`);
  if (better === undefined && (gap !== undefined || champion !== undefined))
    problems.push(`${name}.better: 'higher' or 'lower' must be said where a metric is compared`);
  if (better !== undefined && gap === undefined && champion === undefined)
    problems.push(`${name}.better: is for a comparison, and there is no gap or champion`);
  const wrong = better === 'higher' ? ceilingOf(rule) : better === 'lower' ? floorOf(rule) : undefined;
  if (wrong !== undefined) problems.push(`${name}: has a limit on the side that is better, ${String(better)}`);
  if (gap !== undefined) problems.push(...gapProblems(gap, name, names));
  if (champion !== undefined) {
    problems.push(...championProblems(champion, name, names));
    if (floorOf(rule) === undefined && ceilingOf(rule) === undefined)
      problems.push(`${name}: needs a limit of its own besides the champion, since the first model has none`);
  }
  return problems;
}

function gapProblems(gap: unknown, name: string, names: Names): readonly string[] {
  if (!isRecord(gap)) return [`${name}.gap: expected { to: 'trainAccuracy', atMost: 0.1 }`];
  const problems = [
    ...unknown(gap, ['to', 'atMost', 'lessThan'], `${name}.gap.`),
    ...limitProblems(gap, `${name}.gap`),
  ];
  if (!isName(gap.to, names) || gap.to === name) problems.push(`${name}.gap.to: expected the name of another number`);
  if (ceilingOf(gap) === undefined) problems.push(`${name}.gap: expected atMost or lessThan`);
  return problems;
}

function championProblems(champion: unknown, name: string, names: Names): readonly string[] {
  const at = `${name}.champion`;
  if (!isRecord(champion)) return [`${at}: expected { of: 'championAccuracy', gain: { atLeast: 0 } }`];
  const problems = [...unknown(champion, ['of', 'gain', 'relativeGain'], `${at}.`)];
  if (!isName(champion.of, names)) problems.push(`${at}.of: expected the name of the champion's number`);
  const floors = (['gain', 'relativeGain'] as const).filter((member) => champion[member] !== undefined);
  if (floors.length === 0) problems.push(`${at}: expected a gain or a relativeGain`);
  for (const member of floors) {
    const floor = champion[member];
    const place = `${at}.${member}`;
    if (!isRecord(floor) || floorOf(floor) === undefined) problems.push(`${place}: expected atLeast or moreThan`);
    else problems.push(...unknown(floor, ['atLeast', 'moreThan'], `${place}.`), ...limitProblems(floor, place));
  }
  return problems;
}

function samplesProblems(samples: unknown, names: Names): readonly string[] {
  if (!isRecord(samples)) return ["samples: expected { of: 'testSamples', atLeast: 500 }"];
  const problems = [...unknown(samples, ['of', 'atLeast'], 'samples.')];
  if (!isName(samples.of, names)) problems.push('samples.of: expected the name of a number');
  if (!Number.isSafeInteger(samples.atLeast) || Number(samples.atLeast) < 1)
    problems.push('samples.atLeast: expected a whole number from 1');
  return problems;
}

function dataProblems(data: unknown, names: Names): readonly string[] {
  if (!isRecord(data)) return ["data: expected { of: 'dataHash', champion: 'championDataHash' }"];
  const problems = [...unknown(data, ['of', 'champion'], 'data.')];
  if (!isName(data.of, names)) problems.push('data.of: expected the name of a hash');
  if (!isName(data.champion, names))
    problems.push("data.champion: expected the name of the hash of the champion's data");
  if (data.of === data.champion) problems.push('data: names the same hash twice, which would always agree');
  return problems;
}

/** What no rule shows alone. */
function contradictions(rules: MetricsRules): readonly string[] {
  const { numbers, champions, hashes } = inputsOf(rules);
  const all = [...numbers, ...champions, ...hashes];
  const twice = [...new Set(all.filter((name, i) => all.indexOf(name) !== i))];
  const problems = twice.map((name) => `${name}: is named for two different things`);
  if (rules.samples !== undefined && Object.hasOwn(rules.metrics, rules.samples.of))
    problems.push(`samples.of: ${rules.samples.of} is a metric`);
  if (rules.data !== undefined && champions.length === 0) problems.push('data: no metric is compared with a champion');
  return problems;
}

function limitProblems(limits: Value, at: string): readonly string[] {
  const given = ['atLeast', 'moreThan', 'atMost', 'lessThan'].filter((member) => limits[member] !== undefined);
  const odd = given.filter((member) => !Number.isFinite(limits[member]));
  if (odd.length > 0) return odd.map((member) => `${at}.${member}: expected a number`);
  const problems = [
    ['atLeast', 'moreThan'],
    ['atMost', 'lessThan'],
  ].flatMap((pair) =>
    pair.every((member) => given.includes(member)) ? [`${at}: has both ${pair.join(' and ')}`] : [],
  );
  const [floor, ceiling] = [floorOf(limits), ceilingOf(limits)];
  if (floor === undefined || ceiling === undefined) return problems;
  const closed = limits.moreThan === undefined && limits.lessThan === undefined;
  const fits = closed ? floor <= ceiling : floor < ceiling;
  return fits ? problems : [...problems, `${at}: no number is within its limits`];
}

const floorOf = ({ atLeast, moreThan }: Value): number | undefined => (atLeast ?? moreThan) as number | undefined;
const ceilingOf = ({ atMost, lessThan }: Value): number | undefined => (atMost ?? lessThan) as number | undefined;

function unknown(value: Value, known: readonly string[], at: string): readonly string[] {
  return Object.keys(value)
    .filter((member) => !known.includes(member))
    .map((member) => `${at}${member}: unknown, expected ${known.join(', ')}`);
}

function isName(value: unknown, { pattern }: Names): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isRecord(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
