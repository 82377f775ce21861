import { goJsonIndented } from '../go-json';
import { goText } from '../go-text';
import { goType, isList, isMap, type Value } from '../value';
import { EvaluationError, UnsupportedError } from './evaluation-error';
import { listFunctions } from './list-functions';
import { numberFunctions } from './number-functions';
import { fetch } from './operators';
import type { Program } from './program';
import { textFunctions } from './text-functions';

/** @internal */
export type BuiltinFunction = (...args: Value[]) => Value;

/**
 * A call of a function that the language brings.
 *
 * @internal
 */
export function runBuiltin(name: string, args: readonly Program[]): Program {
  const run = functions.get(name);
  if (run === undefined) throw new UnsupportedError(`the function '${name}'`);
  return (frame) => run(...args.map((each) => each(frame)));
}

/**
 * A value as JSON of one text; numbers are floats.
 *
 * @throws EvaluationError
 * @internal
 */
export function fromJson(text: Value): Value {
  if (typeof text !== 'string') throw new EvaluationError(`interface conversion: ${goType(text)}, not string`);
  try {
    return JSON.parse(text, (_, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value) ? new Map(Object.entries(value)) : value,
    ) as Value;
  } catch {
    throw new EvaluationError(`invalid character in JSON: ${text}`);
  }
}

const functions: ReadonlyMap<string, BuiltinFunction> = new Map<string, BuiltinFunction>([
  ...textFunctions,
  ...numberFunctions,
  ...listFunctions,
  ['len', (value) => BigInt(lengthOf(value ?? null))],
  ['type', (value) => typeName(value ?? null)],
  ['string', (value) => goText(value ?? null)],
  ['toJSON', (value) => goJsonIndented(value ?? null)],
  ['fromJSON', (value) => fromJson(value ?? null)],
  ['get', (from = null, key = null) => get(from, key)],
]);

function lengthOf(value: Value): number {
  if (typeof value === 'string') return [...value].length;
  if (isList(value)) return value.length;
  if (isMap(value)) return value.size;
  throw new EvaluationError(`invalid argument for len (type ${goType(value)})`);
}

function typeName(value: Value): string {
  if (value === null) return 'nil';
  const names: { readonly [type: string]: string } = {
    boolean: 'bool',
    bigint: 'int',
    number: 'float',
    string: 'string',
  };
  const name = names[typeof value];
  if (name !== undefined) return name;
  if (typeof value === 'function') return 'func';
  if (isList(value)) return 'array';
  if (isMap(value)) return 'map';
  throw new UnsupportedError('the type of an artifact');
}

/** As `fetch`, but nothing is nil. */
function get(from: Value, key: Value): Value {
  if (from === null || typeof from === 'boolean' || typeof from === 'bigint' || typeof from === 'number') return null;
  try {
    return fetch(from, key);
  } catch (problem) {
    if (problem instanceof EvaluationError && problem.message.startsWith('index out of range')) return null;
    throw problem;
  }
}
