import { fromJson } from './expr/builtin';
import { EvaluationError } from './expr/evaluation-error';
import { parseFloating, parseInteger } from './expr/number-functions';
import { goJson } from './go-text';
import { queryJson } from './json-path';
import type { Scope } from './scope';
import { sprig } from './sprig';
import { goType, type NativeFunction, type Value } from './value';

/**
 * What Argo adds to the language, under names that nothing else can take.
 *
 * @internal
 */
const functions: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['asInt', ((value = null) => parseInteger(value)) satisfies NativeFunction],
  ['asFloat', ((value = null) => parseFloating(value)) satisfies NativeFunction],
  ['toJson', ((value = null) => goJson(value)) satisfies NativeFunction],
  ['jsonpath', ((text = null, path = null) => queryJson(fromJson(text), textOf(path))) satisfies NativeFunction],
  ['sprig', sprig],
]);

/**
 * What an expression sees under a name without dots; undefined if there is no such name.
 *
 * @internal
 */
export const environmentValue = (scope: Scope, name: string): Value | undefined =>
  functions.get(name) ?? scope.root(name);

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  throw new EvaluationError(`reflect: Call using ${goType(value)} as type string`);
}
