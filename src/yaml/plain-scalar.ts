import { isPrintable } from './printable';

/** What a character may do inside a plain scalar in block context. */
const NEVER = 1;
const COLON = 2;
const HASH = 3;

const INSIDE = new Uint8Array(128);
INSIDE.fill(NEVER, 0, 32);
INSIDE[127] = NEVER;
INSIDE[58] = COLON;
INSIDE[35] = HASH;

/** First characters that no reader takes for an indicator, a number or a date. */
const FIRST = new Uint8Array(128);
for (const character of 'ABCDFGHIJKLMNOPQRSTUVWXYZabcdfghijklmnopqrstuvwxyz_/$(^') FIRST[character.charCodeAt(0)] = 1;

/** Words that YAML 1.1 or 1.2 readers take for a boolean or nothing. */
const RESERVED: ReadonlySet<string> = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

/**
 * Forms with another first character that are everyday in manifests and a string to every reader: flags, relative
 * paths, quantities, durations, versions. (`yaml` in its 1.1 mode takes `e6` and `-e6` for numbers.)
 */
const EVERYDAY =
  /^(?:-?[Ee](?![-+]?[0-9]+$)|-[A-DF-Za-df-z]|--[A-Za-z]|\.\.?\/|[0-9]+(?:\.[0-9]+)?(?:m|s|h|d|ms|Ki|Mi|Gi|Ti|%)$|[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.-]+)?$)/;

/**
 * Tells whether a text can stand without quotes, on one line, as a value or a key, and is read as the same string by
 * YAML 1.1 and 1.2 readers alike. When in doubt it is quoted.
 *
 * @internal
 */
export function isPlain(text: string): boolean {
  const { length } = text;
  if (length === 0) return false;
  const first = text.charCodeAt(0);
  if (first < 128 && FIRST[first] === 0 && !EVERYDAY.test(text)) return false;
  if (length <= 5 && RESERVED.has(text.toLowerCase())) return false;
  let previous = first;
  let wide = first > 127;
  for (let i = 1; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) wide = true;
    else {
      const rule = INSIDE[code];
      if (rule === NEVER || (rule === HASH && previous === 32) || (code === 32 && previous === 58)) return false;
    }
    previous = code;
  }
  return previous !== 32 && previous !== 58 && !(wide && !isPrintable(text));
}
