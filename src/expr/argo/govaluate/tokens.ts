import { patternOf } from '../go-pattern';
import { quotedTime } from './quoted-time';

/** @internal */
export type TokenKind =
  | 'PREFIX'
  | 'NUMERIC'
  | 'BOOLEAN'
  | 'STRING'
  | 'PATTERN'
  | 'TIME'
  | 'VARIABLE'
  | 'ACCESSOR'
  | 'SEPARATOR'
  | 'COMPARATOR'
  | 'LOGICALOP'
  | 'MODIFIER'
  | 'CLAUSE'
  | 'CLAUSE_CLOSE'
  | 'TERNARY';

/** @internal */
export interface Token {
  readonly kind: TokenKind;
  /** Seconds since 1970 for a time. */
  readonly value: string | number | boolean | RegExp;
}

/**
 * What the engine says of a condition that it can't read.
 *
 * @internal
 */
export class ConditionError extends Error {}

/** What may follow what, as the engine's lexer has it. */
const operands: readonly TokenKind[] = ['NUMERIC', 'BOOLEAN', 'VARIABLE', 'ACCESSOR', 'CLAUSE'];
const afterOperand: readonly TokenKind[] = ['MODIFIER', 'COMPARATOR', 'LOGICALOP', 'CLAUSE_CLOSE', 'SEPARATOR'];
const start: readonly TokenKind[] = [...operands, 'PREFIX', 'PATTERN', 'STRING', 'TIME'];

const next: { readonly [kind in TokenKind]: readonly TokenKind[] } = {
  CLAUSE: [...start, 'CLAUSE_CLOSE'],
  CLAUSE_CLOSE: [
    ...['COMPARATOR', 'MODIFIER', 'NUMERIC', 'BOOLEAN', 'VARIABLE', 'STRING', 'PATTERN', 'TIME', 'CLAUSE'],
    ...['CLAUSE_CLOSE', 'LOGICALOP', 'TERNARY', 'SEPARATOR'],
  ] as readonly TokenKind[],
  NUMERIC: [...afterOperand, 'TERNARY'],
  BOOLEAN: [...afterOperand, 'TERNARY'],
  STRING: [...afterOperand, 'TERNARY'],
  TIME: afterOperand,
  PATTERN: afterOperand,
  VARIABLE: [...afterOperand, 'TERNARY'],
  MODIFIER: ['PREFIX', 'NUMERIC', 'VARIABLE', 'ACCESSOR', 'STRING', 'BOOLEAN', 'CLAUSE', 'CLAUSE_CLOSE'],
  COMPARATOR: [...operands, 'PREFIX', 'STRING', 'TIME', 'CLAUSE_CLOSE', 'PATTERN'],
  LOGICALOP: [...operands, 'PREFIX', 'STRING', 'TIME', 'CLAUSE_CLOSE'],
  PREFIX: [...operands, 'CLAUSE_CLOSE'],
  TERNARY: [...operands, 'PREFIX', 'STRING', 'TIME', 'SEPARATOR'],
  ACCESSOR: [...afterOperand, 'CLAUSE', 'TERNARY'],
  SEPARATOR: [...operands, 'PREFIX', 'STRING', 'TIME'],
};

const mayEnd: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...(['CLAUSE_CLOSE', 'NUMERIC', 'BOOLEAN', 'STRING', 'TIME', 'PATTERN', 'VARIABLE', 'ACCESSOR'] as const),
]);

const prefixes = new Set(['-', '!', '~']);
const modifiers = new Set(['+', '-', '*', '/', '%', '**', '&', '|', '^', '>>', '<<']);
const comparators = new Set(['==', '!=', '>', '>=', '<', '<=', '=~', '!~', 'in']);
const ternaries = new Set(['?', ':', '??']);

/**
 * The words of a condition, checked for what may follow what, as Knetic/govaluate does.
 *
 * @throws ConditionError
 * @internal
 */
export function tokensOf(text: string): readonly Token[] {
  const stream = new Stream([...text]);
  const tokens: Token[] = [];
  for (;;) {
    const last = tokens.at(-1);
    const token = stream.token(last === undefined ? start : next[last.kind]);
    if (token === undefined) break;
    tokens.push(token);
  }
  const open = tokens.filter(({ kind }) => kind === 'CLAUSE').length;
  if (open !== tokens.filter(({ kind }) => kind === 'CLAUSE_CLOSE').length) {
    throw new ConditionError('Unbalanced parenthesis');
  }
  checkOrder(tokens);
  return tokens;
}

/**
 * @throws ConditionError
 * @internal
 */
export function checkOrder(tokens: readonly Token[]): void {
  let last: Token | undefined;
  for (const token of tokens) {
    if (!(last === undefined ? start : next[last.kind]).includes(token.kind)) {
      if (last?.kind === 'VARIABLE' && token.kind === 'CLAUSE') {
        throw new ConditionError(`Undefined function ${String(last.value)}`);
      }
      const from = last === undefined ? 'UNKNOWN [<nil>]' : `${last.kind} [${shown(last)}]`;
      throw new ConditionError(`Cannot transition token types from ${from} to ${token.kind} [${shown(token)}]`);
    }
    last = token;
  }
  if (last === undefined || !mayEnd.has(last.kind)) throw new ConditionError('Unexpected end of expression');
}

/**
 * A pattern that is written out is compiled at once.
 *
 * @throws ConditionError
 * @internal
 */
export function withPatterns(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, index) => {
    const before = tokens[index - 1];
    if (token.kind !== 'STRING' || before?.kind !== 'COMPARATOR') return token;
    if (before.value !== '=~' && before.value !== '!~') return token;
    const pattern = patternOf(String(token.value));
    if (typeof pattern === 'string') throw new ConditionError(pattern);
    return { kind: 'PATTERN', value: pattern };
  });
}

/** Parentheses are numbers in the engine's messages. */
const shown = ({ kind, value }: Token): string => {
  if (kind === 'CLAUSE') return '40';
  return kind === 'CLAUSE_CLOSE' ? '41' : String(value);
};

const isSpace = (letter: string): boolean =>
  /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(letter);
const isLetter = (letter: string): boolean => /\p{L}/u.test(letter);
const isDigit = (letter: string): boolean => /\p{Nd}/u.test(letter);
const isNumeric = (letter: string): boolean => isDigit(letter) || letter === '.';
const isQuote = (letter: string): boolean => letter === "'" || letter === '"';
const isVariable = (letter: string): boolean => isLetter(letter) || isDigit(letter) || letter === '_' || letter === '.';
const isSymbol = (letter: string): boolean =>
  !(isDigit(letter) || isLetter(letter) || isQuote(letter) || '()[]'.includes(letter));

class Stream {
  private at = 0;
  private readonly letters: readonly string[];

  constructor(letters: readonly string[]) {
    this.letters = letters;
  }

  token(allowed: readonly TokenKind[]): Token | undefined {
    while (this.at < this.letters.length) {
      const letter = this.letters[this.at] ?? '';
      if (!isSpace(letter)) return this.read(letter, allowed);
      this.at += 1;
    }
    return undefined;
  }

  private read(letter: string, allowed: readonly TokenKind[]): Token {
    if (isNumeric(letter)) return this.number(letter);
    if (letter === ',') return this.single('SEPARATOR', ',');
    if (letter === '[') {
      this.at += 1;
      const { text, ended } = this.until((each) => each !== ']', true);
      if (!ended) throw new ConditionError('Unclosed parameter bracket');
      this.at += 1;
      return { kind: 'VARIABLE', value: text };
    }
    if (isLetter(letter)) return word(this.until(isVariable, false).text);
    if (isQuote(letter)) {
      this.at += 1;
      const { text, ended } = this.until((each) => !isQuote(each), true);
      if (!ended) throw new ConditionError('Unclosed string literal');
      this.at += 1;
      const time = quotedTime(text);
      return time === undefined ? { kind: 'STRING', value: text } : { kind: 'TIME', value: time };
    }
    if (letter === '(') return this.single('CLAUSE', '(');
    if (letter === ')') return this.single('CLAUSE_CLOSE', ')');
    return symbol(this.until(isSymbol, false).text, allowed);
  }

  private single(kind: TokenKind, value: string): Token {
    this.at += 1;
    return { kind, value };
  }

  private number(letter: string): Token {
    if (letter === '0' && this.letters[this.at + 1] === 'x') {
      this.at += 2;
      const { text } = this.until((each) => /[\p{Nd}a-fA-F]/u.test(each), false);
      if (!/^[0-9a-fA-F]{1,16}$/.test(text)) {
        throw new ConditionError(`Unable to parse hex value '${text}' to uint64\n`);
      }
      return { kind: 'NUMERIC', value: Number.parseInt(text, 16) };
    }
    const { text } = this.until(isNumeric, false);
    if (!/^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) || !Number.isFinite(Number(text))) {
      throw new ConditionError(`Unable to parse numeric value '${text}' to float64\n`);
    }
    return { kind: 'NUMERIC', value: Number(text) };
  }

  /** Reads on while a test holds. A backslash takes the next letter as it is; white space ends a word, or is skipped. */
  private until(
    holds: (letter: string) => boolean,
    spaces: boolean,
  ): { readonly text: string; readonly ended: boolean } {
    let text = '';
    while (this.at < this.letters.length) {
      let letter = this.letters[this.at] ?? '';
      this.at += 1;
      if (letter === '\\') {
        letter = this.letters[this.at] ?? '';
        if (this.at >= this.letters.length) throw new ConditionError('panic: index out of range');
        this.at += 1;
        text += letter;
        continue;
      }
      if (isSpace(letter) && !spaces) {
        if (text !== '') return { text, ended: true };
        continue;
      }
      if (!holds(letter)) {
        this.at -= 1;
        return { text, ended: true };
      }
      text += letter;
    }
    return { text, ended: false };
  }
}

function word(text: string): Token {
  if (text === 'true' || text === 'false') return { kind: 'BOOLEAN', value: text === 'true' };
  if (text === 'in' || text === 'IN') return { kind: 'COMPARATOR', value: 'in' };
  if (text.indexOf('.') <= 0) return { kind: 'VARIABLE', value: text };
  if (text.endsWith('.')) throw new ConditionError(`Hanging accessor on token '${text}'`);
  for (const part of text.split('.').slice(1)) {
    const first = [...part][0] ?? '';
    if (first.toUpperCase() !== first) {
      throw new ConditionError(`Unable to access unexported field '${part}' in token '${text}'`);
    }
  }
  return { kind: 'ACCESSOR', value: text };
}

function symbol(text: string, allowed: readonly TokenKind[]): Token {
  if (allowed.includes('PREFIX') && prefixes.has(text)) return { kind: 'PREFIX', value: text };
  if (modifiers.has(text)) return { kind: 'MODIFIER', value: text };
  if (text === '&&' || text === '||') return { kind: 'LOGICALOP', value: text };
  if (comparators.has(text)) return { kind: 'COMPARATOR', value: text };
  if (ternaries.has(text)) return { kind: 'TERNARY', value: text };
  throw new ConditionError(`Invalid token: '${text}'`);
}
