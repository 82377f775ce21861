import { checkEscapes } from './escapes';
import { CelError } from './tree';

/** @internal */
export interface Token {
  readonly kind: 'name' | 'quoted-name' | 'int' | 'uint' | 'float' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const blank = /(?:\s|\/\/[^\n]*)+/y;
// Longer ones first: what is tried earlier would take a part of them.
const kinds: readonly (readonly [Token['kind'], RegExp])[] = [
  ['float', /(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)/y],
  ['uint', /(?:0x[\da-fA-F]+|\d+)[uU]/y],
  ['int', /0x[\da-fA-F]+|\d+/y],
  ['text', /[bB]?[rR](?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')/y],
  [
    'text',
    /[bB]?(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^\\"\n\r])*"|'(?:\\.|[^\\'\n\r])*')/y,
  ],
  ['name', /[A-Za-z_]\w*/y],
  ['quoted-name', /`[\w.\-/ ]+`/y],
  ['sign', /==|!=|<=|>=|&&|\|\||[-[\](){}.,:?<>!+*/%]/y],
];

/** The words of an expression, with one at its end that is none. @internal */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    blank.lastIndex = at;
    if (blank.test(text)) at = blank.lastIndex;
    if (at === text.length) return [...tokens, { kind: 'end', text: '', at }];
    const token = tokenAt(text, at);
    if (token === undefined) throw new CelError(unreadable(text, at), at);
    if (token.kind === 'text') checkEscapes(token.text, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, at };
  }
  return undefined;
}

function unreadable(text: string, at: number): string {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (char === '"' || char === "'") return `the text that begins with ${char} has no end`;
  if (char === '=') return "'=' compares nothing: equality is '=='";
  if (char === '&' || char === '|') return `'${char}' is no operator: write '${char}${char}'`;
  return `'${char}' has no meaning here`;
}
