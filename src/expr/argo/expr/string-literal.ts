import { CompileError, UnsupportedError } from './evaluation-error';

const simple: { readonly [letter: string]: string } = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/**
 * Reads the quoted text at the start of `rest`.
 *
 * @throws CompileError
 * @internal
 */
export function scanString(rest: string, quote: string): { readonly value: string; readonly length: number } {
  let value = '';
  let at = 1;
  while (rest[at] !== quote) {
    const letter = rest[at];
    if (letter === undefined || letter === '\n') throw new CompileError('literal not terminated');
    if (letter !== '\\') {
      value += letter === '\r' ? '\n' : letter;
      at += 1;
      continue;
    }
    const escaped = rest[at + 1] ?? '';
    if (escaped === quote) {
      value += quote;
      at += 2;
    } else if (simple[escaped] !== undefined) {
      value += simple[escaped];
      at += 2;
    } else {
      const { text, length } = codeEscape(rest.slice(at + 1));
      value += text;
      at += 1 + length;
    }
  }
  return { value, length: at + 1 };
}

function codeEscape(rest: string): { readonly text: string; readonly length: number } {
  const octal = /^[0-3][0-7]{2}/.exec(rest)?.[0];
  if (octal !== undefined) return { text: String.fromCodePoint(Number.parseInt(octal, 8)), length: 3 };
  const match = /^(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  const code = Number.parseInt(match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4] ?? 'x', 16);
  if (match === null || Number.isNaN(code) || code > 0x10ffff) throw new CompileError('invalid char escape');
  if (code >= 0xd800 && code <= 0xdfff) throw new UnsupportedError('half of a surrogate pair in a text');
  return { text: String.fromCodePoint(code), length: match[0].length };
}
