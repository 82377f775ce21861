/**
 * A text that a simple pattern matches: literals, classes, groups, alternatives and repetitions.
 *
 * The caller asks the pattern itself afterwards, so what is not understood here makes no wrong sample, only none.
 *
 * @internal
 */
export function sampleText(pattern: string): string | undefined {
  let at = 0;
  const alternatives = (): string | undefined => {
    const first = sequence();
    while (pattern[at] === '|') {
      at += 1;
      sequence();
    }
    return first;
  };
  const sequence = (): string | undefined => {
    let text: string | undefined = '';
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const one = atom();
      const times = repetition();
      text = text === undefined || (one === undefined && times > 0) ? undefined : text + (one ?? '').repeat(times);
    }
    return text;
  };
  const atom = (): string | undefined => {
    const sign = pattern[at] ?? '';
    at += 1;
    if (sign === '^' || sign === '$') return '';
    if (sign === '.') return 'a';
    if (sign === '[') return fromClass();
    if (sign === '\\') return escaped(pattern[at++] ?? '');
    if (sign !== '(') return sign;
    if (pattern[at] === '?') at = pattern.indexOf(':', at) + 1;
    const inside = alternatives();
    at += 1;
    return inside;
  };
  const fromClass = (): string | undefined => {
    const end = pattern.indexOf(']', at + 1);
    const inside = end === -1 ? '^' : pattern.slice(at, end);
    at = end === -1 ? pattern.length : end + 1;
    if (!inside.startsWith('^')) return inside.startsWith('\\') ? escaped(inside[1] ?? '') : inside[0];
    return ['a', '7', ' '].find((sign) => new RegExp(`[${inside}]`).test(sign));
  };
  const repetition = (): number => {
    const sign = pattern[at] ?? '';
    const bounds = /^\{(\d+)(?:,\d*)?\}/.exec(pattern.slice(at));
    at += bounds === null ? (['?', '*', '+'].includes(sign) ? 1 : 0) : bounds[0].length;
    // One rather than none, where that is free: an empty text tells the reader little.
    return bounds === null ? 1 : Math.max(1, Number(bounds[1]));
  };
  return alternatives();
}

const classes: Readonly<Record<string, string>> = { d: '7', w: 'a', s: ' ', S: 'a', D: 'a', W: ' ' };

function escaped(sign: string): string {
  return classes[sign] ?? sign;
}
