import { goType, isList, type Value } from '../value';
import type { BuiltinFunction } from './builtin';
import { EvaluationError, UnsupportedError } from './evaluation-error';
import { toInt } from './operators';

/** @internal */
export const textFunctions: readonly (readonly [string, BuiltinFunction])[] = [
  ['trim', (value, cut) => (cut === undefined ? trimSpace(text(value)) : trimSet(text(value), text(cut)))],
  ['trimPrefix', (value, prefix = ' ') => withoutPrefix(text(value), text(prefix))],
  ['trimSuffix', (value, suffix = ' ') => withoutSuffix(text(value), text(suffix))],
  ['upper', (value) => mapped(text(value), (letter) => letter.toUpperCase())],
  ['lower', (value) => mapped(text(value), (letter) => letter.toLowerCase())],
  ['split', (value, separator, count) => split(text(value), text(separator), count, false)],
  ['splitAfter', (value, separator, count) => split(text(value), text(separator), count, true)],
  ['replace', (value, old, by, count) => replace(text(value), text(old), text(by), count)],
  ['repeat', (value, count) => repeat(text(value), toInt(count ?? null))],
  ['join', (list, glue = '') => join(list ?? null, text(glue))],
  ['indexOf', (value, part) => byteIndex(text(value), text(value).indexOf(text(part)))],
  ['lastIndexOf', (value, part) => byteIndex(text(value), text(value).lastIndexOf(text(part)))],
  ['hasPrefix', (value, part) => text(value).startsWith(text(part))],
  ['hasSuffix', (value, part) => text(value).endsWith(text(part))],
  ['toBase64', (value) => Buffer.from(text(value)).toString('base64')],
  ['fromBase64', (value) => fromBase64(text(value))],
];

function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  const type = value === undefined || value === null ? 'nil' : goType(value);
  throw new EvaluationError(`interface conversion: interface {} is ${type}, not string`);
}

const spaces = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const around = new RegExp(`^${spaces}+|${spaces}+$`, 'g');

/**
 * `strings.TrimSpace`.
 *
 * @internal
 */
export const trimSpace = (value: string): string => value.replace(around, '');

function trimSet(value: string, cut: string): string {
  const set = new Set(cut);
  const letters = [...value];
  const start = letters.findIndex((letter) => !set.has(letter));
  return start < 0 ? '' : letters.slice(start, letters.findLastIndex((letter) => !set.has(letter)) + 1).join('');
}

/** @internal */
export const withoutPrefix = (value: string, prefix: string): string =>
  value.startsWith(prefix) ? value.slice(prefix.length) : value;

/** @internal */
export const withoutSuffix = (value: string, suffix: string): string =>
  suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;

/** Go maps letter by letter; JavaScript may make several out of one. */
function mapped(value: string, change: (letter: string) => string): string {
  return [...value]
    .map((letter) => {
      const changed = change(letter);
      return [...changed].length === 1 ? changed : letter;
    })
    .join('');
}

/** @internal */
export function split(value: string, separator: string, count: Value | undefined, after: boolean): readonly string[] {
  const most = count === undefined ? -1n : toInt(count);
  if (most === 0n) throw new UnsupportedError('a split into no parts');
  const parts = separator === '' ? [...value] : value.split(separator);
  const glue = separator;
  const keep = (part: string, index: number, all: readonly string[]) =>
    after && index < all.length - 1 ? part + glue : part;
  if (most < 0n || BigInt(parts.length) <= most) return parts.map(keep);
  const head = parts.slice(0, Number(most) - 1);
  return [...head, parts.slice(head.length).join(glue)].map(keep);
}

function replace(value: string, old: string, by: string, count: Value | undefined): string {
  const most = count === undefined ? -1n : toInt(count);
  if (most < 0n && old !== '') return value.replaceAll(old, () => by);
  const letters = old === '' ? [...value] : undefined;
  // Nothing is found before each letter, and at the end.
  const parts = letters === undefined ? value.split(old) : ['', ...letters, ''];
  if (letters?.length === 0) parts.pop();
  let out = parts[0] ?? '';
  for (const [index, part] of parts.slice(1).entries()) {
    out += most < 0n || BigInt(index) < most ? by : old;
    out += part;
  }
  return out;
}

function repeat(value: string, count: bigint): string {
  if (count < 0n) {
    throw new EvaluationError(`invalid argument for repeat (expected positive integer, got ${count})`);
  }
  if (count > 1_000_000n || count * BigInt(Buffer.byteLength(value)) >= 1_000_000n) {
    throw new EvaluationError('memory budget exceeded');
  }
  return value.repeat(Number(count));
}

function join(list: Value, glue: string): string {
  if (!isList(list)) throw new EvaluationError(`invalid argument for join (type ${goType(list)})`);
  return list.map(text).join(glue);
}

const byteIndex = (value: string, index: number): bigint =>
  index < 0 ? -1n : BigInt(Buffer.byteLength(value.slice(0, index)));

/** @internal */
export function fromBase64(value: string): string {
  const compact = value.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) {
    throw new EvaluationError('illegal base64 data');
  }
  const bytes = Buffer.from(compact, 'base64');
  const decoded = bytes.toString('utf8');
  if (Buffer.from(decoded).equals(bytes)) return decoded;
  throw new UnsupportedError('bytes that are no text');
}
