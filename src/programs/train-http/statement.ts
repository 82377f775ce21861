import { isRecord, valueAt } from '../json-value';
import { quoted } from '../parse';
import type { Statement } from './plan';

/** What lies at a dotted path. @internal */
export function fieldAt(answer: unknown, path: string): unknown {
  return valueAt(answer, ...path.split('.'));
}

/** Nothing where the answer says so, else what it says instead. @internal */
export function misfit(answer: unknown, statement: Statement): string | undefined {
  const { at } = statement;
  const found = fieldAt(answer, at);
  if ('is' in statement) {
    if (found === statement.is) return undefined;
    return found === undefined
      ? `nothing at ${at}, where ${JSON.stringify(statement.is)} is due`
      : `${at} is ${shown(found)}, not ${JSON.stringify(statement.is)}`;
  }
  const { has } = statement;
  if (Array.isArray(found)) return found.includes(has) ? undefined : `the list at ${at} has no ${has}`;
  if (isRecord(found)) return Object.hasOwn(found, has) ? undefined : `the object at ${at} has no ${has}`;
  return `${found === undefined ? 'nothing' : shown(found)} at ${at}, where a list or an object is due`;
}

/** A value of an answer for the reader. @internal */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : quoted(String(value));
}
