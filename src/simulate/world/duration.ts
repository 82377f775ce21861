const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

const known = new Map<string, number | undefined>();

/** Milliseconds of a Go duration such as `1h30m`; nothing for other text. @internal */
export function goDuration(text: string): number | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size > 1_000) known.clear();
  const duration = readDuration(text);
  known.set(text, duration);
  return duration;
}

function readDuration(text: string): number | undefined {
  const parts = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text);
  if (text === '0' || text === '+0' || text === '-0') return 0;
  if (parts === null) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of (parts[2] ?? '').matchAll(/([\d.]+)([a-zµμ]+)/g))
    sum += Number(amount) * (units[unit] ?? 0);
  return parts[1] === '-' ? -sum : sum;
}

/** The same, where Argo takes a plain number as seconds. @internal */
export function secondsOrDuration(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) * 1_000 : goDuration(text);
}

/** A length of time in a few words: `40m`, `1h 30m`, `2.5s`. @internal */
export function shortDuration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${Math.round(seconds * 10) / 10}s`;
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [Math.round(seconds % 60), 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}
