import { CompileError } from './evaluation-error';
import { scanString } from './string-literal';

/** @internal */
export interface Token {
  readonly kind: 'identifier' | 'number' | 'string' | 'operator' | 'bracket' | 'end';
  readonly value: string;
}

const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const word = /[_$\p{L}\p{Nd}]/u;
const wordOperators = new Set([
  'in',
  'or',
  'and',
  'matches',
  'contains',
  'startsWith',
  'endsWith',
  'let',
  'if',
  'else',
  'not',
]);

/**
 * The words of an expression, as the engine's lexer cuts them.
 *
 * @throws CompileError
 * @internal
 */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const push = (kind: Token['kind'], value: string) => tokens.push({ kind, value });
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const first = String.fromCodePoint(source.codePointAt(at) ?? 0);
    if (space.test(first)) {
      at += 1;
      continue;
    }
    if (first === "'" || first === '"') {
      const { value, length } = scanString(rest, first);
      push('string', value);
      at += length;
    } else if (first === '`') {
      const raw = /^`((?:[^`]|``)*)`/.exec(rest);
      if (raw === null) throw new CompileError('literal not terminated');
      push('string', (raw[1] ?? '').replaceAll('``', '`'));
      at += raw[0].length;
    } else if (/^(?:\d|\.\d)/.test(rest)) {
      const number = scanNumber(rest);
      push('number', number);
      at += number.length;
    } else if (rest.startsWith('//')) {
      const end = rest.indexOf('\n');
      at = end < 0 ? source.length : at + end + 1;
    } else if (rest.startsWith('/*')) {
      const end = rest.indexOf('*/', 2);
      if (end < 0) throw new CompileError('unclosed comment');
      at += end + 2;
    } else if (first === '#') {
      // What follows the mark is a name of its own, even if it looks like a number.
      const accepted = rest[1] === '#' ? '##' : '#';
      push('operator', accepted);
      at += accepted.length;
      const name = wordAt(source, at);
      if (name !== '') push('identifier', name);
      at += name.length;
    } else if ('([{)]}'.includes(first)) {
      push('bracket', first);
      at += 1;
    } else if (word.test(first)) {
      const name = wordAt(source, at);
      push(wordOperators.has(name) ? 'operator' : 'identifier', name);
      at += name.length;
    } else {
      const operator = operatorAt(rest);
      if (operator === undefined) throw new CompileError(`unrecognized character: '${first}'`);
      push('operator', operator);
      at += operator.length;
    }
  }
  push('end', '');
  return tokens;
}

/** Longest first, as the engine tries them: `&`, `!`, `=`, `*`, `<` and `>` may be followed by `&`, `=` or `*`. */
const operators = /^(?:\|\||\||::|:|\?\.|\?\?|\?|\.\.|\.|[&!=*<>][&=*]|[&!=*<>]|[,;%+\-^/])/;

const operatorAt = (rest: string): string | undefined => operators.exec(rest)?.[0];

function wordAt(source: string, start: number): string {
  let end = start;
  while (end < source.length) {
    const letter = String.fromCodePoint(source.codePointAt(end) ?? 0);
    if (!word.test(letter)) break;
    end += letter.length;
  }
  return source.slice(start, end);
}

function scanNumber(rest: string): string {
  const prefix = /^0[xXoObB]/.exec(rest)?.[0] ?? '';
  const digits = prefix === '' ? '[0-9_]' : /x/i.test(prefix) ? '[0-9a-fA-F_]' : /o/i.test(prefix) ? '[0-7_]' : '[01_]';
  const whole = new RegExp(`^${digits}*`).exec(rest.slice(prefix.length))?.[0] ?? '';
  let text = prefix + whole;
  // A second dot makes it a range, 1..2.
  if (rest[text.length] === '.') {
    if (rest[text.length + 1] === '.') return text;
    text += `.${new RegExp(`^${digits}*`).exec(rest.slice(text.length + 1))?.[0] ?? ''}`;
  }
  text += new RegExp(`^[eE][+-]?${digits}*`).exec(rest.slice(text.length))?.[0] ?? '';
  const next = rest.codePointAt(text.length);
  if (next !== undefined && word.test(String.fromCodePoint(next))) {
    throw new CompileError(`bad number syntax: "${text}${String.fromCodePoint(next)}"`);
  }
  return text;
}
