/**
 * A text that fits a simple pattern: classes, literal letters, groups with alternatives, counts. The name itself if it
 * fits; nothing for what is more than simple.
 *
 * @internal
 */
export function sampleOfPattern(pattern: string, name: string): string | undefined {
  let regexp: RegExp;
  try {
    regexp = new RegExp(pattern);
  } catch {
    return undefined;
  }
  if (regexp.test(name)) return name;
  const built = build(pattern);
  return built !== undefined && regexp.test(built) ? built : undefined;
}

function build(pattern: string): string | undefined {
  let text = '';
  let rest = pattern;
  while (rest !== '') {
    const part =
      /^(\^|\$|\\.|\[(?:[^\]\\]|\\.)*\]|\((?:\?:)?([^()]*)\)|[^\\()[\]{}*+?|])(\{(\d+)(?:,\d*)?\}|[*+?])?/.exec(rest);
    if (part === null) return undefined;
    const [all, unit = '', alternatives, quantifier = '', count] = part;
    rest = rest.slice(all.length);
    if (unit === '^' || unit === '$') continue;
    const one = alternatives === undefined ? character(unit) : build(alternatives.split('|')[0] ?? '');
    if (one === undefined) return undefined;
    text += one.repeat(count === undefined ? (quantifier === '*' || quantifier === '?' ? 0 : 1) : Number(count));
  }
  return text;
}

function character(unit: string): string | undefined {
  if (unit.startsWith('[^')) return undefined;
  if (unit.startsWith('[')) return character(unit[1] === '\\' ? unit.slice(1, 3) : (unit[1] ?? ''));
  if (unit === '\\d') return '0';
  if (unit === '\\w') return 'a';
  if (unit === '\\s') return ' ';
  if (unit === '.') return 'a';
  return unit.startsWith('\\') ? unit[1] : unit;
}
