import { InputError } from './input-error';

/** @internal */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the text of one variable, or throws an `InputError` that says what it expects there.
 *
 * @internal
 */
export type Parse<T> = (text: string) => T;

/** @internal */
export interface Variable<T> {
  readonly name: string;
  readonly parse: Parse<T>;
  readonly fallback?: { readonly value: T };
}

/** A variable that must be set. @internal */
export function required<T>(name: string, parse: Parse<T>): Variable<T> {
  return { name, parse };
}

/** A variable that may be missing or empty, which both mean the fallback. @internal */
export function optional<T, F>(name: string, parse: Parse<T>, fallback: F): Variable<T | F> {
  return { name, parse, fallback: { value: fallback } };
}

/** The variables of a program by what it calls them; those that belong together may be a contract of their own. @internal */
export interface EnvironmentContract {
  readonly [key: string]: Variable<unknown> | EnvironmentContract;
}

/** @internal */
export type Values<C> = {
  readonly [K in keyof C]: C[K] extends Variable<infer T> ? T : C[K] extends object ? Values<C[K]> : never;
};

/**
 * Reads all variables of a program's contract.
 *
 * @param contradictions what is wrong with them together, once each is well by itself
 * @throws InputError naming every variable that is missing or malformed, not only the first
 * @internal
 */
export function readEnvironment<C extends { readonly [K in keyof C]: Variable<unknown> | object }>(
  environment: Environment,
  contract: C,
  contradictions: (values: Values<C>) => readonly string[] = () => [],
): Values<C> {
  const problems: string[] = [];
  const values = readContract(environment, contract as EnvironmentContract, problems);
  if (problems.length === 0) problems.push(...contradictions(values as Values<C>));
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return values as Values<C>;
}

function readContract(
  environment: Environment,
  contract: EnvironmentContract,
  problems: string[],
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(contract)) {
    if (!isVariable(entry)) {
      values[key] = readContract(environment, entry, problems);
      continue;
    }
    try {
      values[key] = readVariable(entry, environment[entry.name] ?? '');
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      problems.push(`${entry.name}: ${problem.message}`);
    }
  }
  return values;
}

function isVariable(entry: Variable<unknown> | EnvironmentContract): entry is Variable<unknown> {
  return typeof entry.parse === 'function';
}

function readVariable<T>(variable: Variable<T>, text: string): T {
  if (text !== '') return variable.parse(text);
  if (variable.fallback === undefined) throw new InputError('is not set');
  return variable.fallback.value;
}
