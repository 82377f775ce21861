/**
 * What Go's reader takes a plain scalar for.
 *
 * @internal
 */
export type GoScalar = string | number | boolean | null;

const WORDS: ReadonlyMap<string, GoScalar> = new Map<string, GoScalar>([
  ...spelled(['y', 'yes', 'true', 'on'], true),
  ...spelled(['n', 'no', 'false', 'off'], false),
  ...spelled(['null'], null),
  ['', null],
  ['~', null],
]);

const NUMBER_STARTS = /^[-+.0-9]/;
/** Go drops underscores anywhere in a number, but after a leading dot only between digits. */
const LOOSE_UNDERSCORE = /(?<![0-9])_|_(?![0-9])/;
const RADIX = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a scalar without quotes, as kubectl, Argo CD and the engines read it: YAML 1.1 with the octals of YAML
 * 1.2 and C, where a date stays text.
 *
 * @see https://pkg.go.dev/sigs.k8s.io/yaml
 * @internal
 */
export function goScalar(text: string): GoScalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!NUMBER_STARTS.test(text)) return text;
  if (text.startsWith('.') && LOOSE_UNDERSCORE.test(text)) return text;
  return goNumber(text.replaceAll('_', '')) ?? text;
}

function goNumber(text: string): number | undefined {
  const [found, sign, hexadecimal, binary, octal] = RADIX.exec(text) ?? [];
  if (found !== undefined) {
    const [digits, radix] =
      hexadecimal !== undefined ? [hexadecimal, 16] : binary !== undefined ? [binary, 2] : [octal ?? '', 8];
    const value = Number.parseInt(digits, radix);
    return sign === '-' && value !== 0 ? -value : value;
  }
  const value = FLOAT.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** A word as Go knows it: in small letters, capitalised, or in capitals. */
function spelled(words: readonly string[], value: GoScalar): [string, GoScalar][] {
  return words.flatMap((word) => {
    const capitalised = word.charAt(0).toUpperCase() + word.slice(1);
    return [word, capitalised, word.toUpperCase()].map((spelling): [string, GoScalar] => [spelling, value]);
  });
}
