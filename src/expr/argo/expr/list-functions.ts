import { anyKeyedMap, goType, isList, isMap, type Value, type ValueMap } from '../value';
import type { BuiltinFunction } from './builtin';
import { EvaluationError, UnsupportedError } from './evaluation-error';
import { equal, fetch } from './operators';
import { sorted } from './over-collection';

/** @internal */
export const listFunctions: readonly (readonly [string, BuiltinFunction])[] = [
  ['first', (value = null) => end(value, 0n)],
  ['last', (value = null) => end(value, -1n)],
  ['take', (value = null, count = null) => take(value, count)],
  ['keys', (value = null) => [...entries(value, 'get keys from').keys()]],
  ['values', (value = null) => [...entries(value, 'get values from').values()]],
  ['toPairs', (value = null) => [...entries(value, 'transform').entries()]],
  ['fromPairs', (value = null) => fromPairs(list(value, 'transform'))],
  ['reverse', (value = null) => [...list(value, 'reverse')].reverse()],
  ['uniq', (value = null) => uniq(list(value, 'uniq'))],
  ['concat', (...values) => values.flatMap((value) => list(value, 'concat'))],
  ['flatten', (value = null) => flatten(list(value, 'flatten'))],
  ['sort', (value = null, order = 'asc') => sort(value, order)],
];

function list(value: Value, doing: string): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`cannot ${doing} ${goType(value)}`);
}

/** Go walks a map in a random order. */
function entries(value: Value, doing: string): ValueMap {
  if (!isMap(value)) throw new EvaluationError(`cannot ${doing} ${goType(value)}`);
  if (value.size > 1) throw new UnsupportedError('the order of a map, which is random');
  return value;
}

/** What can't be fetched is nil. */
function end(value: Value, index: bigint): Value {
  try {
    return fetch(value, index);
  } catch (problem) {
    if (problem instanceof EvaluationError) return null;
    throw problem;
  }
}

function take(value: Value, count: Value): Value {
  const items = list(value, 'take from');
  if (typeof count !== 'bigint') throw new EvaluationError(`cannot take ${goType(count)} elements`);
  if (count < 0n) throw new EvaluationError('reflect.Value.Slice: slice index out of bounds');
  return items.slice(0, count > BigInt(items.length) ? items.length : Number(count));
}

function fromPairs(pairs: readonly Value[]): Value {
  return anyKeyedMap(
    pairs.map((pair): readonly [Value, Value] => {
      if (!isList(pair)) throw new EvaluationError('invalid pair');
      const [key, value] = pair;
      if (pair.length !== 2 || key === undefined || value === undefined) {
        throw new EvaluationError('invalid pair length');
      }
      if (key !== null && typeof key === 'object') throw new EvaluationError('runtime error: hash of unhashable type');
      return [key, value];
    }),
  );
}

function uniq(items: readonly Value[]): Value {
  const kept: Value[] = [];
  for (const item of items) if (!kept.some((each) => equal(item, each))) kept.push(item);
  return kept;
}

const flatten = (items: readonly Value[]): readonly Value[] =>
  items.flatMap((item) => (isList(item) ? flatten(item) : [item]));

function sort(value: Value, order: Value): Value {
  if (order !== 'asc' && order !== 'desc') throw new EvaluationError(`invalid order, expected asc or desc`);
  if (!isList(value)) throw new UnsupportedError('sort of what is no list');
  return sorted(value, (item) => item, order === 'desc');
}
