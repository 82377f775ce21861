import { isPlain } from './plain-scalar';
import { doubleQuoted, isPrintable } from './printable';

/**
 * A text as a scalar on one line: without quotes where no reader can mistake it, else in double quotes, or in single
 * quotes where those need fewer escapes.
 *
 * @internal
 */
export function scalar(text: string): string {
  return isPlain(text) ? text : quoted(text);
}

/**
 * A text in quotes, on one line.
 *
 * @internal
 */
export function quoted(text: string): string {
  const escapes = count(text, '"') + count(text, '\\');
  if (escapes === 0 || escapes <= count(text, "'") || /[\n\t]/.test(text) || !isPrintable(text)) {
    return doubleQuoted(text);
  }
  return `'${text.replaceAll("'", "''")}'`;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}

/**
 * A number as every reader gives it back.
 *
 * PyYAML, like YAML 1.1, takes `1e+21` for a string: a mantissa needs its dot.
 *
 * @internal
 */
export function numberScalar(value: number): string {
  const text = value === 0 ? '0' : String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}
