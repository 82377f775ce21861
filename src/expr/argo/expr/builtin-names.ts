/**
 * The functions that take a predicate, and what their arguments are; a question mark for those that may be left out.
 *
 * @internal
 */
export const predicates: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    all: ['value', 'predicate'],
    none: ['value', 'predicate'],
    any: ['value', 'predicate'],
    one: ['value', 'predicate'],
    filter: ['value', 'predicate'],
    map: ['value', 'predicate'],
    count: ['value', 'predicate?'],
    sum: ['value', 'predicate?'],
    find: ['value', 'predicate'],
    findIndex: ['value', 'predicate'],
    findLast: ['value', 'predicate'],
    findLastIndex: ['value', 'predicate'],
    groupBy: ['value', 'predicate'],
    sortBy: ['value', 'predicate', 'value?'],
    reduce: ['value', 'predicate', 'value?'],
  }),
);

/**
 * All functions that the language brings, so that a call of one is none of the environment.
 *
 * @internal
 */
export const builtinNames: ReadonlySet<string> = new Set([
  ...predicates.keys(),
  ...['len', 'type', 'abs', 'ceil', 'floor', 'round', 'int', 'float', 'string', 'trim', 'trimPrefix', 'trimSuffix'],
  ...['upper', 'lower', 'split', 'splitAfter', 'replace', 'repeat', 'join', 'indexOf', 'lastIndexOf', 'hasPrefix'],
  ...['hasSuffix', 'max', 'min', 'mean', 'median', 'toJSON', 'fromJSON', 'toBase64', 'fromBase64', 'now', 'duration'],
  ...['date', 'timezone', 'first', 'last', 'get', 'take', 'keys', 'values', 'toPairs', 'fromPairs', 'reverse', 'uniq'],
  ...['concat', 'flatten', 'sort', 'bitand', 'bitor', 'bitxor', 'bitnand', 'bitshl', 'bitshr', 'bitushr', 'bitnot'],
]);
