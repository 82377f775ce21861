import { UnsupportedError } from './expr/evaluation-error';

const cache = new Map<string, RegExp | string>();

/**
 * A pattern as Go's `regexp` reads it, or what Go says is wrong with it.
 *
 * @throws UnsupportedError for what we can't translate
 * @internal
 */
export function patternOf(source: string): RegExp | string {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const pattern = translated(source);
  if (cache.size < 1000) cache.set(source, pattern);
  return pattern;
}

const perl: { readonly [letter: string]: string } = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[0-9A-Za-z_]',
  W: '[^0-9A-Za-z_]',
  s: '[\\t\\n\\f\\r ]',
  S: '[^\\t\\n\\f\\r ]',
};

const last = '\\u{10FFFF}';

const inClass: { readonly [letter: string]: string } = {
  d: '0-9',
  D: `\\0-/:-${last}`,
  w: '0-9A-Za-z_',
  W: `\\0-/:-@\\[-\\^\`{-${last}`,
  s: '\\t\\n\\f\\r ',
  S: `\\0-\\x08\\v\\x0E-\\x1F!-${last}`,
};

const posix: { readonly [name: string]: string } = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  print: ' -~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const punctuation = /[!-/:-@[-`{-~]/;
const special = /[\\^$.*+?()[\]{}|/]/;
const specialInClass = /[\\^$.*+?()[\]{}|/-]/;

class Malformed extends Error {}

function translated(source: string): RegExp | string {
  let rest = source;
  let flags = 'u';
  const leading = /^\(\?([a-zA-Z]+)\)/.exec(rest)?.[1];
  if (leading !== undefined && /^[ims]+$/.test(leading)) {
    rest = rest.slice(leading.length + 3);
    flags += [...new Set(leading)].join('');
  }
  try {
    const words = translate(rest, flags.includes('s'));
    return new RegExp(words, flags.replace('s', ''));
  } catch (problem) {
    if (problem instanceof Malformed) return `error parsing regexp: ${problem.message}`;
    if (problem instanceof SyntaxError) return `error parsing regexp: ${source}`;
    throw problem;
  }
}

function translate(source: string, dotAll: boolean): string {
  let out = '';
  let at = 0;
  let depth = 0;
  // Whether there is something that can be repeated before the place, and whether it is repeated already.
  let atom = false;
  let repeated = false;
  const item = (text: string) => {
    out += text;
    atom = true;
    repeated = false;
  };
  while (at < source.length) {
    const letter = String.fromCodePoint(source.codePointAt(at) ?? 0);
    const rest = source.slice(at);
    const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest)?.[0];
    if (repeat !== undefined) {
      if (!atom) throw new Malformed(`missing argument to repetition operator: \`${repeat}\``);
      if (repeated) throw new Malformed(`invalid nested repetition operator: \`${repeat}\``);
      const bounds = (/\d+(?:,\d+)?/.exec(repeat)?.[0] ?? '').split(',').map(Number);
      if (bounds.some((bound) => bound > 1000) || (bounds[1] ?? Number.POSITIVE_INFINITY) < (bounds[0] ?? 0)) {
        throw new Malformed(`invalid repeat count: \`${repeat}\``);
      }
      out += repeat;
      repeated = true;
      at += repeat.length;
    } else if (letter === '(') {
      const group = /^\((\?(?:P?<[A-Za-z_]\w*>|:))?/.exec(rest);
      if (rest.startsWith('(?') && group?.[1] === undefined) {
        if (/^\(\?<?[=!]/.test(rest)) throw new Malformed('invalid or unsupported Perl syntax');
        throw new UnsupportedError(`the pattern group '${rest.slice(0, 4)}'`);
      }
      out += (group?.[0] ?? '(').replace('?P<', '?<');
      at += group?.[0].length ?? 1;
      depth += 1;
      atom = false;
    } else if (letter === ')') {
      if (depth === 0) throw new Malformed(`unexpected ): \`${source}\``);
      depth -= 1;
      item(')');
      at += 1;
    } else if (letter === '|') {
      out += '|';
      atom = false;
      at += 1;
    } else if (letter === '[') {
      const { text, length } = characterClass(rest);
      item(text);
      at += length;
    } else if (letter === '.') {
      item(dotAll ? '[^]' : '[^\\n]');
      at += 1;
    } else if (letter === '^' || letter === '$') {
      // Go repeats an anchor without complaint, JavaScript does not.
      item(`(?:${letter})`);
      at += 1;
    } else if (letter === '\\') {
      const { text, length } = escapeSequence(rest);
      item(text);
      at += length;
    } else {
      item(special.test(letter) ? `\\${letter}` : letter);
      at += letter.length;
    }
  }
  if (depth > 0) throw new Malformed(`missing closing ): \`${source}\``);
  return out;
}

function escapeSequence(rest: string): { readonly text: string; readonly length: number } {
  const letter = rest[1];
  if (letter === undefined) throw new Malformed('trailing backslash at end of expression: ``');
  if (letter === 'Q') {
    const end = rest.indexOf('\\E', 2);
    const quoted = rest.slice(2, end < 0 ? undefined : end);
    const text = [...quoted].map((each) => (special.test(each) ? `\\${each}` : each)).join('');
    return { text: `(?:${text})`, length: end < 0 ? rest.length : end + 2 };
  }
  if (letter === 'A') return { text: '(?<![^])', length: 2 };
  if (letter === 'z') return { text: '(?![^])', length: 2 };
  if (letter === 'b' || letter === 'B') return { text: `(?:\\${letter})`, length: 2 };
  const set = perl[letter];
  if (set !== undefined) return { text: set, length: 2 };
  return character(rest);
}

/** An escape that stands for one character, or for a class of Unicode. */
function character(rest: string, marked = special): { readonly text: string; readonly length: number } {
  const letter = rest[1] ?? '';
  if (/^[aftnrv]$/.test(letter)) return { text: letter === 'a' ? '\\x07' : `\\${letter}`, length: 2 };
  const code = /^\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
  if (code !== null) return { text: `\\u{${code[1] ?? code[2]}}`, length: code[0].length };
  const unicode = /^\\[pP](?:([LMNPSZC])|\{([A-Za-z_]+)\})/.exec(rest);
  if (unicode !== null) {
    const name = unicode[1] ?? unicode[2] ?? '';
    const script = name.length > 2 ? `Script=${name}` : name;
    return { text: `\\${letter}{${script}}`, length: unicode[0].length };
  }
  if (/[0-7]/.test(letter)) throw new UnsupportedError('an octal escape in a pattern');
  if (punctuation.test(letter)) return { text: marked.test(letter) ? `\\${letter}` : letter, length: 2 };
  throw new Malformed(`invalid escape sequence: \`\\${letter}\``);
}

function characterClass(rest: string): { readonly text: string; readonly length: number } {
  let at = 1;
  let out = '[';
  if (rest[at] === '^') {
    out += '^';
    at += 1;
  }
  let first = true;
  while (first || rest[at] !== ']') {
    if (at >= rest.length) throw new Malformed(`missing closing ]: \`${rest}\``);
    const here = rest.slice(at);
    const named = /^\[:(\^?)([a-z]+):\]/.exec(here);
    if (named !== null) {
      const name = named[2] ?? '';
      const members = Object.hasOwn(posix, name) ? posix[name] : undefined;
      if (members === undefined) throw new Malformed(`invalid character class range: \`${named[0]}\``);
      if (named[1] === '^') throw new UnsupportedError('a negated class within a class of a pattern');
      out += members;
      at += named[0].length;
    } else if (/^\\[dwsDWS]/.test(here)) {
      out += inClass[here[1] ?? ''];
      at += 2;
    } else {
      const low = classMember(here);
      at += low.length;
      out += low.text;
      if (rest[at] === '-' && rest[at + 1] !== ']' && rest[at + 1] !== undefined) {
        const high = classMember(rest.slice(at + 1));
        out += `-${high.text}`;
        at += 1 + high.length;
      } else if (low.text === '\\-' && !first && rest[at] !== ']') {
        throw new Malformed('invalid character class range: `-`');
      }
    }
    first = false;
  }
  return { text: `${out}]`, length: at + 1 };
}

function classMember(here: string): { readonly text: string; readonly length: number } {
  if (here.startsWith('\\')) return character(here, specialInClass);
  const letter = String.fromCodePoint(here.codePointAt(0) ?? 0);
  return { text: specialInClass.test(letter) ? `\\${letter}` : letter, length: letter.length };
}
