import { UnsupportedError } from '../expr/evaluation-error';
import { patternOf } from '../go-pattern';
import { goText } from '../go-text';
import type { Stage } from './plan';
import { ConditionError } from './tokens';

/** @internal */
export type ConditionValue = null | boolean | number | string | RegExp | readonly ConditionValue[];

/**
 * What a condition gives.
 *
 * @param parameter the value of a name; a name without one is an error
 * @throws ConditionError
 * @internal
 */
export function run(stage: Stage | undefined, parameter: (name: string) => ConditionValue | undefined): ConditionValue {
  if (stage === undefined) return null;
  if (stage.symbol === 'literal') return stage.value ?? null;
  if (stage.symbol === 'parameter') return parameterValue(String(stage.value), parameter);
  const left = run(stage.left, parameter);
  switch (stage.symbol) {
    case '&&':
      if (left === false) return false;
      break;
    case '||':
      if (left === true) return true;
      break;
    case '??':
      if (left !== null) return left;
      break;
    // The other arm is not looked at.
    case '?':
      if (left === false) return null;
      break;
    case ':':
      if (left !== null) return left;
      break;
  }
  return apply(stage.symbol, left, run(stage.right, parameter));
}

function parameterValue(name: string, parameter: (name: string) => ConditionValue | undefined): ConditionValue {
  const value = parameter(name);
  if (value !== undefined) return value;
  throw new ConditionError(`No parameter '${name.split('.')[0]}' found.`);
}

function apply(symbol: string, left: ConditionValue, right: ConditionValue): ConditionValue {
  switch (symbol) {
    case 'noop':
    case ':':
    case '??':
      return right;
    case '?':
      bool(left, symbol, 'ternary operator');
      return right;
    case ',':
      return isList(left) ? [...left, right] : [left, right];
    case '==':
      return same(left, right);
    case '!=':
      return !same(left, right);
    case '&&':
    case '||':
      bool(left, symbol, 'logical operator');
      return bool(right, symbol, 'logical operator');
    case '>':
    case '>=':
    case '<':
    case '<=':
      return compare(symbol, left, right);
    case '=~':
      return matches(symbol, left, right);
    case '!~':
      return !matches(symbol, left, right);
    case 'in':
      if (!isList(right)) throw wrong(right, 'in', 'comparator', 'number');
      return right.some((each) => each === left);
    case 'prefix !':
      if (typeof right === 'boolean') return !right;
      throw new ConditionError(`Value '${shown(right)}' cannot be used with the prefix '!'`);
    case 'prefix -':
    case 'prefix ~':
      if (typeof right !== 'number') {
        throw new ConditionError(`Value '${shown(right)}' cannot be used with the prefix '${symbol.slice(7)}'`);
      }
      return symbol === 'prefix -' ? -right : Number(~whole(right));
    case '+':
      return add(left, right);
    default:
      return modify(symbol, number(left, symbol), number(right, symbol));
  }
}

const isList = (value: ConditionValue): value is readonly ConditionValue[] => Array.isArray(value);

function shown(value: ConditionValue): string {
  if (value instanceof RegExp) return value.source;
  return isList(value) ? `[${value.map(shown).join(' ')}]` : goText(value);
}

const wrong = (value: ConditionValue, symbol: string, role: string, type: string): ConditionError =>
  new ConditionError(`Value '${shown(value)}' cannot be used with the ${role} '${symbol}', it is not a ${type}`);

function bool(value: ConditionValue, symbol: string, role: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(value, symbol, role, 'bool');
}

function number(value: ConditionValue, symbol: string): number {
  if (typeof value === 'number') return value;
  throw wrong(value, symbol, 'modifier', 'number');
}

function same(a: ConditionValue, b: ConditionValue): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each, index) => same(each, b[index] ?? null));
  return a === b;
}

function compare(symbol: string, left: ConditionValue, right: ConditionValue): boolean {
  let order: number;
  if (typeof left === 'number' && typeof right === 'number') order = left - right;
  else if (typeof left === 'string' && typeof right === 'string') {
    order = Buffer.compare(Buffer.from(left), Buffer.from(right));
  } else throw wrong(left, symbol, 'comparator', 'number');
  if (symbol === '>') return order > 0;
  if (symbol === '<') return order < 0;
  return symbol === '>=' ? order >= 0 : order <= 0;
}

function matches(symbol: string, left: ConditionValue, right: ConditionValue): boolean {
  if (typeof left !== 'string') throw wrong(left, symbol, 'comparator', 'number');
  if (right instanceof RegExp) return right.test(left);
  if (typeof right !== 'string') throw wrong(right, symbol, 'comparator', 'number');
  const pattern = patternOf(right);
  if (typeof pattern !== 'string') return pattern.test(left);
  throw new ConditionError(`Unable to compile regexp pattern '${right}': ${pattern}`);
}

function add(left: ConditionValue, right: ConditionValue): ConditionValue {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' || typeof right === 'string') return shown(left) + shown(right);
  throw wrong(left, '+', 'modifier', 'number');
}

function modify(symbol: string, a: number, b: number): number {
  switch (symbol) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '&':
      return Number(whole(a) & whole(b));
    case '|':
      return Number(whole(a) | whole(b));
    case '^':
      return Number(whole(a) ^ whole(b));
    default:
      return shift(symbol, whole(a), whole(b));
  }
}

function shift(symbol: string, a: bigint, b: bigint): number {
  if (a < 0n || b < 0n) throw new UnsupportedError('a shift of or by a negative number');
  if (b > 63n) return 0;
  return Number(symbol === '<<' ? BigInt.asUintN(64, a << b) : a >> b);
}

function whole(value: number): bigint {
  if (Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
  throw new UnsupportedError(`the bits of ${value}`);
}
