import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { json, oneOf, whole } from '../parse';
import { verdicts } from '../verdict';
import { candidateFrom } from './candidate-text';
import { type ConfigMapData, dataReader } from './config-map-data';
import { keptVerdicts, type VerdictBook, type VerdictEntry } from './verdict-book';

const prefix = 'attempt-';
const attemptOf = whole('a whole number', 1, 999_999_999);
const fields = ['verdict', 'candidate', 'by', 'at', 'reason'] as const;

/**
 * The `data` of the ConfigMap `verdicts-<application>-<environment>`: a key for each attempt.
 *
 * At most some 60 KB.
 *
 * @throws InputError for what `parseVerdictBook` would not read back
 * @internal
 */
export function verdictBookData(book: VerdictBook): Readonly<Record<string, string>> {
  const lines = book.map(({ attempt, verdict, candidate, by, at, reason }) => [
    `${prefix}${attempt}`,
    JSON.stringify({ verdict, candidate, by, at, reason: excerpt(reason) }),
  ]);
  const data = Object.fromEntries([['schema', '1'], ...lines]);
  // What can not be read back would stop every program that comes after.
  parseVerdictBook('what would be written', data);
  return data;
}

/** @throws InputError for anything that `verdictBookData` does not write @internal */
export function parseVerdictBook(of: string, data: ConfigMapData): VerdictBook {
  if (data === undefined || Object.keys(data).length === 0) return [];
  const reader = dataReader(of, data);
  reader.required('schema', oneOf(['1']));
  const book = reader
    .keys(prefix)
    .map((key) => reader.required(key, (text) => parseEntry(attemptOf(key.slice(prefix.length)), json(text))));
  reader.finish();
  return [...book].sort((a, b) => a.attempt - b.attempt).slice(-keptVerdicts);
}

function parseEntry(attempt: number, value: unknown): VerdictEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InputError('expected a verdict');
  const given = value as Readonly<Record<string, unknown>>;
  const surplus = Object.keys(given).find((name) => !fields.some((field) => field === name));
  if (surplus !== undefined) throw new InputError(`has a field '${excerpt(surplus, 40)}' that no verdict has`);
  const text = (name: (typeof fields)[number]): string => {
    const found = given[name];
    if (typeof found !== 'string' || found.length > 600)
      throw new InputError(`'${name}' is not text of at most 600 characters`);
    return found;
  };
  return {
    candidate: candidateFrom(given.candidate),
    verdict: oneOf([...verdicts, 'override'])(text('verdict')),
    attempt,
    by: text('by'),
    at: text('at'),
    reason: text('reason'),
  };
}
