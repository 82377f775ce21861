import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { json } from '../parse';

/** Queries in PromQL, each by what it measures. @internal */
export type Queries = Readonly<Record<string, string>>;

/** Everything that is wrong with a set of queries. @internal */
export function queriesProblems(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['expected an object of queries'];
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > 50) return ['expected one query or more, at most 50'];
  return entries.flatMap(([name, query]) => [
    ...(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name) ? [] : [`${JSON.stringify(name.slice(0, 80))} is no name`]),
    ...(typeof query === 'string' && /^[^\p{Cc}]{1,2000}$/u.test(query) ? [] : [`${name.slice(0, 80)}: no query`]),
  ]);
}

/** @throws InputError @internal */
export function readQueries(text: string): Queries {
  const value = json(text);
  const problems = queriesProblems(value);
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return value as Queries;
}
