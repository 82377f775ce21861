import { patternOf } from '../go-pattern';
import { goType, isAnyKeyed, isGrouped, isList, isMap, type Value } from '../value';
import { EvaluationError, UnsupportedError } from './evaluation-error';

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

const numeric = (value: Value): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';

function wrong(a: Value, operator: string, b: Value): EvaluationError {
  return new EvaluationError(`invalid operation: ${goType(a)} ${operator} ${goType(b)}`);
}

/**
 * What Go's arithmetic gives, in 64 bits; texts are joined by `+`.
 *
 * @throws EvaluationError
 * @internal
 */
export function arithmetic(operator: string, a: Value, b: Value): Value {
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (!numeric(a) || !numeric(b)) {
    if (operator === '**' || operator === '^') {
      throw new EvaluationError(`invalid operation: float(${goType(numeric(a) ? b : a)})`);
    }
    throw wrong(a, operator, b);
  }
  switch (operator) {
    case '/':
      return Number(a) / Number(b);
    case '**':
    case '^':
      return power(Number(a), Number(b));
    case '%':
      if (typeof a !== 'bigint' || typeof b !== 'bigint') throw wrong(a, '%', b);
      if (b === 0n) throw new EvaluationError('runtime error: integer divide by zero');
      return a % b;
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (operator === '+') return wrap(a + b);
    return wrap(operator === '-' ? a - b : a * b);
  }
  const [x, y] = [Number(a), Number(b)];
  if (operator === '+') return x + y;
  return operator === '-' ? x - y : x * y;
}

/** Go and JavaScript differ where the base is one and the exponent is not finite. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}

/**
 * `<`, `>`, `<=` and `>=`.
 *
 * @throws EvaluationError
 * @internal
 */
export function ordered(operator: string, a: Value, b: Value): boolean {
  const texts = typeof a === 'string' && typeof b === 'string';
  if (!texts && !(numeric(a) && numeric(b))) throw wrong(a, operator, b);
  // Mixed, Go compares as float64.
  const [x, y] = typeof a === typeof b ? [a, b] : [Number(a), Number(b)];
  if (texts && (!isBasic(a) || !isBasic(b))) return order(operator, Buffer.compare(Buffer.from(a), Buffer.from(b)), 0);
  return order(operator, x as number, y as number);
}

function order(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    default:
      return a >= b;
  }
}

/** JavaScript orders by 16 bits, Go by bytes; without surrogates that is the same. */
const isBasic = (value: string): boolean => !/[\ud800-\udfff]/.test(value);

/** @internal */
export function equal(a: Value, b: Value): boolean {
  if (typeof a === typeof b && (typeof a !== 'object' || a === null || b === null)) return a === b;
  if (numeric(a) && numeric(b)) return Number(a) === Number(b);
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each, index) => equal(each, b[index] ?? null));
  return deepEqual(a, b);
}

/** `reflect.DeepEqual`: an int is no float there. */
function deepEqual(a: Value, b: Value): boolean {
  if (isMap(a) && isMap(b)) {
    if (isAnyKeyed(a) !== isAnyKeyed(b)) return false;
    return a.size === b.size && [...a].every(([key, each]) => b.has(key) && deepEqual(each, b.get(key) ?? null));
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((each, index) => deepEqual(each, b[index] ?? null));
  }
  return a === b;
}

/**
 * The key under which Go would look: nil is the zero value of the key's type.
 *
 * @throws EvaluationError
 */
function keyFor(map: Value & object, key: Value): Value {
  if (typeof key === 'string') return key;
  if (isAnyKeyed(map)) {
    if (key === null || typeof key !== 'object') return key;
    throw new EvaluationError(`runtime error: hash of unhashable type: ${goType(key)}`);
  }
  if (key === null) return '';
  throw new EvaluationError(`reflect.Value.MapIndex: value of type ${goType(key)} is not assignable to type string`);
}

/** @internal */
export function isIn(needle: Value, haystack: Value): boolean {
  if (haystack === null) return false;
  if (isList(haystack)) return haystack.some((each) => equal(each, needle));
  if (isMap(haystack)) return haystack.has(keyFor(haystack, needle));
  if (typeof haystack === 'object') throw new UnsupportedError('a look into an artifact');
  throw new EvaluationError(`operator "in" not defined on ${goType(haystack)}`);
}

/**
 * `needle in ['a', 'b']`, where the engine has made keys of the texts.
 *
 * @internal
 */
export function isInTexts(needle: Value, texts: ReadonlySet<string>): boolean {
  if (needle === null) return texts.has('');
  if (typeof needle === 'string') return texts.has(needle);
  throw new EvaluationError(`reflect.Value.MapIndex: value of type ${goType(needle)} is not assignable to type string`);
}

/** @internal */
export function toInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value) && Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
    throw new UnsupportedError(`the float ${value} as an integer`);
  }
  throw new EvaluationError(`invalid operation: int(${goType(value)})`);
}

/**
 * A member, an item or the value of a key.
 *
 * @throws EvaluationError
 * @internal
 */
export function fetch(from: Value, key: Value): Value {
  if (isMap(from)) {
    const value = from.get(keyFor(from, key));
    if (value === undefined && isGrouped(from)) throw new UnsupportedError('a group that is not there');
    return value ?? null;
  }
  if (isList(from)) {
    const index = toInt(key);
    const at = index < 0n ? BigInt(from.length) + index : index;
    const item = at < 0n ? undefined : from[Number(at)];
    if (item !== undefined) return item;
    throw new EvaluationError(`index out of range: ${at} (array length is ${from.length})`);
  }
  if (typeof from === 'string') {
    const index = toInt(key);
    const length = BigInt(Buffer.byteLength(from));
    const at = index < 0n ? length + index : index;
    if (at >= 0n && at < length) throw new UnsupportedError('a byte of a text');
    throw new EvaluationError(`index out of range: ${at} (array length is ${length})`);
  }
  if (from !== null && typeof from === 'object') throw new UnsupportedError('a look into an artifact');
  throw new EvaluationError(`cannot fetch ${typeof key === 'string' ? key : goType(key)} from ${goType(from)}`);
}

/** @internal */
export function slice(of: Value, from: Value, to: Value): Value {
  if (typeof of !== 'string' && !isList(of)) throw new EvaluationError(`cannot slice ${goType(of)}`);
  if (typeof of === 'string' && !/^[\0-\x7f]*$/.test(of)) throw new UnsupportedError('a slice of bytes');
  const length = BigInt(of.length);
  const bound = (value: bigint) => (value < 0n ? (length + value < 0n ? 0n : length + value) : value);
  const start = bound(toInt(from));
  const end = bound(toInt(to));
  const last = end > length ? length : end;
  return of.slice(Number(start > last ? last : start), Number(last));
}

/** @internal */
export function matches(value: Value, pattern: Value): boolean {
  if (value === null || pattern === null) return false;
  if (typeof pattern !== 'string' || typeof value !== 'string')
    throw notText(typeof value === 'string' ? pattern : value);
  const compiled = patternOf(pattern);
  if (typeof compiled === 'string') throw new EvaluationError(compiled);
  return compiled.test(value);
}

/** @internal */
export function textTest(operator: string, a: Value, b: Value): boolean {
  if (a === null || b === null) return false;
  if (typeof a !== 'string' || typeof b !== 'string') throw notText(typeof a === 'string' ? b : a);
  if (operator === 'contains') return a.includes(b);
  return operator === 'startsWith' ? a.startsWith(b) : a.endsWith(b);
}

const notText = (value: Value): EvaluationError =>
  new EvaluationError(`interface conversion: interface {} is ${goType(value).replace('<nil>', 'nil')}, not string`);
