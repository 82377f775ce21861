/** What Go's `fmt.Sprintf` makes of one whole number; an empty format is `%d`. @internal */
export function formatNumber(format: string, value: number): string {
  if (format === '') return String(value);
  let used = false;
  const text = format.replaceAll(
    /%(%|([-+# 0]*)(\d*)([a-zA-Z]))/g,
    (found, all: string, flags = '', width = '', verb = '') => {
      if (all === '%') return '%';
      if (used) return `%!${verb}(MISSING)`;
      used = true;
      const body = inBase(Math.abs(value), verb);
      if (body === undefined) return `%!${verb}(int=${value})`;
      const sign = value < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      const size = Number(width === '' ? 0 : width);
      if (flags.includes('-')) return (sign + body).padEnd(size);
      if (flags.includes('0')) return sign + body.padStart(size - sign.length, '0');
      return found === '' ? '' : (sign + body).padStart(size);
    },
  );
  return used ? text : `${text}%!(EXTRA int=${value})`;
}

function inBase(value: number, verb: string): string | undefined {
  const bases: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, x: 16, X: 16 };
  const base = bases[verb];
  if (base === undefined) return undefined;
  const text = value.toString(base);
  return verb === 'X' ? text.toUpperCase() : text;
}
