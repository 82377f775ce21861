import { EvaluationError, UnsupportedError } from './expr/evaluation-error';
import { isList, isMap, type Value } from './value';

/**
 * Argo's `jsonpath()`, for paths that lead to one place: `$.a.b`, `$['a']`, `$[0]`.
 *
 * @throws EvaluationError where nothing is there
 * @throws UnsupportedError for wildcards, filters, slices and the like
 * @internal
 */
export function queryJson(document: Value, path: string): Value {
  if (!/^\$(?:\.[A-Za-z_][\w-]*|\['[^'\\]*'\]|\["[^"\\]*"\]|\[-?\d+\])*$/.test(path)) {
    throw new UnsupportedError(`the JSON path '${path}'`);
  }
  let value = document;
  for (const [, name, single, double, index] of path.matchAll(/\.([\w-]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(-?\d+)\]/g)) {
    value = index === undefined ? member(value, name ?? single ?? double ?? '') : item(value, Number(index));
  }
  return value;
}

function member(value: Value, name: string): Value {
  if (isList(value) && name === 'length') throw new UnsupportedError(`'length' in a JSON path`);
  const found = isMap(value) ? value.get(name) : undefined;
  if (found === undefined) throw new EvaluationError(`key: invalid token key '${name}' not found`);
  return found;
}

function item(value: Value, index: number): Value {
  if (typeof value === 'string' || isMap(value)) throw new UnsupportedError('an index into a text or a map');
  const found = isList(value) ? value.at(index) : undefined;
  if (found === undefined) throw new EvaluationError('index: invalid token out of range');
  return found;
}
