import { type Environment, readEnvironment, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { json, matching } from '../parse';
import { type Limits, limitProblems } from './limits';
import { type Load, loadProblems } from './load';

/**
 * The env variables of check-load; `LOAD` and `SUMMARY_FILE` are k6's too.
 *
 * @internal
 */
export const contract: {
  readonly load: Variable<Load>;
  readonly limits: Variable<Limits>;
  readonly summaryFile: Variable<string>;
} = {
  load: required('LOAD', (text) => checked<Load>(json(text), loadProblems)),
  limits: required('LIMITS', (text) => checked<Limits>(json(text), limitProblems)),
  summaryFile: required('SUMMARY_FILE', matching(/^\/[^\p{Cc}]{1,1000}$/u, 'the path of a file')),
};

/** @throws InputError naming everything that is missing or malformed @internal */
export function readConfiguration(environment: Environment): { load: Load; limits: Limits; summaryFile: string } {
  return readEnvironment(environment, contract);
}

function checked<T>(value: unknown, problemsOf: (value: unknown) => readonly string[]): T {
  const problems = problemsOf(value);
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return value as T;
}
