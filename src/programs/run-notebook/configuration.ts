import { type Environment, readEnvironment, type Values } from '../environment';
import { InputError } from '../input-error';
import { isRecord, type JsonRecord } from '../json-value';
import { matching } from '../parse';
import { contract } from './contract';

/** @internal */
export interface Configuration extends Omit<Values<typeof contract>, 'spec' | 'handOn' | 'hours'> {
  /** With the variables of this run. */
  readonly spec: JsonRecord;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment): Configuration {
  const { spec, handOn, hours, ...rest } = readEnvironment(environment, contract, (values) =>
    problemsOf(handedOn(values, environment), values.spec),
  );
  return { ...rest, spec: withVariables(spec, handedOn({ handOn, hours }, environment)) };
}

/** The values of this run by the names that the notebook reads them by. */
function handedOn(
  { handOn, hours }: Pick<Values<typeof contract>, 'handOn' | 'hours'>,
  environment: Environment,
): Readonly<Record<string, string>> {
  const given = Object.fromEntries(handOn.map((name) => [name, environment[name] ?? '']));
  // Notebooks of before the window was in hours read days.
  const days = hours === undefined ? undefined : String(Math.round((hours / 24) * 1000) / 1000);
  return { ...given, ...(days === undefined ? {} : { TRAINING_HOURS: String(hours), TRAINING_DAYS: days }) };
}

/** The kubelet expands `$(…)` in the value of a variable, so that only plain text is handed on. */
const plain = matching(/^[A-Za-z0-9._:/@+=,-]{0,1000}$/, 'letters, digits and ._:/@+=,- to hand on');

function problemsOf(handed: Readonly<Record<string, string>>, spec: JsonRecord): string[] {
  const declared = variablesOf(spec);
  return Object.entries(handed).flatMap(([name, value]) => {
    if (declared.some((each) => isRecord(each) && each.name === name))
      return [`${name}: is in podConfig.env too, and is handed on`];
    try {
      plain(value);
      return [];
    } catch (problem) {
      if (problem instanceof InputError) return [`${name}: ${problem.message}`];
      throw problem;
    }
  });
}

function variablesOf({ podConfig }: JsonRecord): readonly unknown[] {
  const env = isRecord(podConfig) ? podConfig.env : undefined;
  return Array.isArray(env) ? env : [];
}

function withVariables(spec: JsonRecord, handed: Readonly<Record<string, string>>): JsonRecord {
  const env = [...variablesOf(spec), ...Object.entries(handed).map(([name, value]) => ({ name, value }))];
  if (env.length === 0) return spec;
  return { ...spec, podConfig: { ...(isRecord(spec.podConfig) ? spec.podConfig : {}), env } };
}
