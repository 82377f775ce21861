import { goType, isList, type Value } from '../value';
import type { BuiltinFunction } from './builtin';
import { EvaluationError, UnsupportedError } from './evaluation-error';
import { ordered, toInt } from './operators';

/** @internal */
export const numberFunctions: readonly (readonly [string, BuiltinFunction])[] = [
  ['abs', (value = null) => abs(value)],
  ['ceil', (value = null) => Math.ceil(numeric('ceil', value))],
  ['floor', (value = null) => Math.floor(numeric('floor', value))],
  ['round', (value = null) => awayFromZero(numeric('round', value))],
  ['int', (value = null) => parseInteger(value)],
  ['float', (value = null) => parseFloating(value)],
  ['max', (...args) => extreme('max', (best, next) => ordered('<', best, next), args)],
  ['min', (...args) => extreme('min', (best, next) => ordered('>', best, next), args)],
  ['mean', (...args) => mean(numbersIn('mean', args))],
  ['median', (...args) => median(numbersIn('median', args))],
  ['bitand', (a = null, b = null) => bits('bitand', a) & bits('bitand', b)],
  ['bitor', (a = null, b = null) => bits('bitor', a) | bits('bitor', b)],
  ['bitxor', (a = null, b = null) => bits('bitxor', a) ^ bits('bitxor', b)],
  ['bitnand', (a = null, b = null) => bits('bitnand', a) & ~bits('bitnand', b)],
  ['bitnot', (a = null) => ~bits('bitnot', a)],
  ['bitshl', (a = null, b = null) => shifted('bitshl', a, b, (x, y) => (y > 63n ? 0n : BigInt.asIntN(64, x << y)))],
  ['bitshr', (a = null, b = null) => shifted('bitshr', a, b, (x, y) => x >> (y > 63n ? 63n : y))],
  [
    'bitushr',
    (a = null, b = null) =>
      shifted('bitushr', a, b, (x, y) => (y > 63n ? 0n : BigInt.asIntN(64, BigInt.asUintN(64, x) >> y))),
  ],
];

function numeric(name: string, value: Value): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw new EvaluationError(`invalid argument for ${name} (type ${goType(value)})`);
}

function abs(value: Value): Value {
  if (typeof value === 'bigint') return value < 0n ? BigInt.asIntN(64, -value) : value;
  const number = numeric('abs', value);
  return number < 0 ? -number : number;
}

const awayFromZero = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

/**
 * `int()`, and `asInt()`.
 *
 * @throws EvaluationError
 * @internal
 */
export function parseInteger(value: Value): Value {
  if (typeof value === 'string') {
    const integer = /^[+-]?[0-9]+$/.test(value) ? BigInt(value.replace(/^\+/, '')) : undefined;
    if (integer !== undefined && BigInt.asIntN(64, integer) === integer) return integer;
    throw new EvaluationError(`invalid operation: int(${value})`);
  }
  return toInt(value);
}

/**
 * `float()`, and `asFloat()`.
 *
 * @throws EvaluationError
 * @internal
 */
export function parseFloating(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') throw new EvaluationError(`invalid operation: float(${goType(value)})`);
  if (/^[+-]?0x/i.test(value)) throw new UnsupportedError('a hexadecimal float');
  if (/^[+-]?(?:inf|infinity)$/i.test(value)) {
    return value.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (/^nan$/i.test(value)) return Number.NaN;
  const number = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new EvaluationError(`invalid operation: float(${value})`);
}

const isNumber = (value: Value): boolean => typeof value === 'bigint' || typeof value === 'number';

function extreme(name: string, isBetter: (best: Value, next: Value) => boolean, args: readonly Value[]): Value {
  let best: Value = null;
  for (const arg of args) {
    if (isList(arg)) {
      for (const item of arg) {
        const inner = extreme(name, isBetter, [item]);
        if (!isNumber(inner)) throw new EvaluationError(`invalid argument for ${name} (type ${goType(inner)})`);
        if (best === null || isBetter(best, inner)) best = inner;
      }
    } else if (isNumber(arg)) {
      if (best === null || isBetter(best, arg)) best = arg;
    } else if (args.length === 1) {
      return arg;
    } else {
      throw new EvaluationError(`invalid argument for ${name} (type ${goType(arg)})`);
    }
  }
  return best;
}

function numbersIn(name: string, args: readonly Value[]): readonly number[] {
  return args.flatMap((arg) => {
    if (isList(arg)) return numbersIn(name, arg);
    if (isNumber(arg)) return [Number(arg)];
    throw new EvaluationError(`invalid argument for ${name} (type ${goType(arg)})`);
  });
}

/** Each list is summed up by itself, which can be seen in the last digit: only the flat sum is known to agree. */
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;

function median(values: readonly number[]): number {
  const order = [...values].sort((a, b) => a - b);
  const middle = Math.floor(order.length / 2);
  const upper = order[middle] ?? 0;
  return order.length % 2 === 1 || order.length === 0 ? upper : ((order[middle - 1] ?? 0) + upper) / 2;
}

function bits(name: string, value: Value): bigint {
  if (typeof value === 'bigint') return value;
  throw new EvaluationError(`cannot use ${goType(value)} as argument (type int) to call ${name}`);
}

function shifted(name: string, a: Value, b: Value, shift: (x: bigint, y: bigint) => bigint): bigint {
  const by = bits(name, b);
  const value = bits(name, a);
  if (by < 0n) throw new EvaluationError(`invalid operation: negative shift count ${by} (type int)`);
  return shift(value, by);
}
