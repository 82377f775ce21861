const nanosecondsPer: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  '\u00b5s': 1_000n,
  '\u03bcs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Go keeps a duration in a signed 64-bit count of nanoseconds. */
const longest = 2n ** 63n;

/**
 * Reads a Go duration (`1h30m`, `90s`) as the seconds that `@every` waits, or `undefined` where Go refuses it.
 *
 * Fractions of a second are dropped. Anything shorter than one second, also a negative duration, waits one second.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 * @internal
 */
export function parseCronInterval(text: string): number | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const unsigned = text.slice(sign.length);
  if (unsigned === '0') return 1;
  if (!/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)[^0-9.]+)+$/.test(unsigned)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', name = ''] of unsigned.matchAll(/([0-9]*)\.?([0-9]*)([^0-9.]+)/g)) {
    const unit = Object.hasOwn(nanosecondsPer, name) ? nanosecondsPer[name] : undefined;
    if (unit === undefined) return undefined;
    const nanoseconds = BigInt(whole) * unit + (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
    total += nanoseconds;
    if (total > longest) return undefined;
  }
  if (total === longest && sign !== '-') return undefined;
  return sign === '-' || total < 1_000_000_000n ? 1 : Number(total / 1_000_000_000n);
}
