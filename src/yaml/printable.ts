import { unwritable } from './unwritable';

/**
 * Characters that may stand in a file as themselves, outside ASCII.
 *
 * Left out, so written as escapes: what some reader refuses or takes for a line break (C1 controls, U+2028, U+2029,
 * byte order mark, non-characters, surrogates) and what a reviewer cannot see (no-break and zero-width spaces, text
 * direction controls). The ranges are spelt out: Unicode classes grow with each version of Node, and the same
 * definition must give the same bytes on all of them.
 */
const WIDE =
  '\\u00a1-\\u00ac\\u00ae-\\u061b\\u061d-\\u167f\\u1681-\\u180d\\u180f-\\u1fff\\u2010-\\u2027\\u2030-\\u205e\\u2070-\\u2fff' +
  '\\u3001-\\u3163\\u3165-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufdff\\ufe10-\\ufefe\\uff00-\\uff9f\\uffa1-\\uffef\\ufffc\\ufffd' +
  '\\u{10000}-\\u{1fffd}\\u{20000}-\\u{2fffd}\\u{30000}-\\u{3fffd}';

const UNPRINTABLE = new RegExp(`[^\\n\\t\\x20-\\x7e${WIDE}]`, 'u');
const ESCAPED = new RegExp(`["\\\\]|[^\\x20-\\x7e${WIDE}]`, 'gu');

/**
 * Tells whether a text has only characters that every reader gives back and every reviewer sees; tabs and line feeds
 * are among them.
 *
 * @internal
 */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/**
 * The text as a double-quoted scalar on one line; throws `unwritable` for half a surrogate pair.
 *
 * @internal
 */
export function doubleQuoted(text: string): string {
  return `"${text.replace(ESCAPED, escapeOf)}"`;
}

const SHORT: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function escapeOf(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const point = character.codePointAt(0) ?? 0;
  // Half a surrogate pair has no UTF-8, and Go refuses its escape.
  if (point >= 0xd800 && point <= 0xdfff) throw unwritable;
  const code = point.toString(16);
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}
