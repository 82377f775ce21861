/** What `workflow.creationTimestamp.X` can be, as strftime writes it, in UTC. @internal */
export function creationTimes(time: number): readonly (readonly [string, string])[] {
  const at = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const name = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(at);
  const [Y, m, d] = [String(at.getUTCFullYear()), two(at.getUTCMonth() + 1), two(at.getUTCDate())];
  const [H, M, S] = [two(at.getUTCHours()), two(at.getUTCMinutes()), two(at.getUTCSeconds())];
  const day = Math.floor((time - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  return Object.entries({
    a: name({ weekday: 'short' }),
    A: name({ weekday: 'long' }),
    b: name({ month: 'short' }),
    B: name({ month: 'long' }),
    d,
    f: two(at.getUTCMilliseconds()).padEnd(6, '0'),
    H,
    I: two(at.getUTCHours() % 12 || 12),
    j: String(day).padStart(3, '0'),
    m,
    M,
    p: at.getUTCHours() < 12 ? 'AM' : 'PM',
    S,
    s: String(Math.floor(time / 1_000)),
    w: String(at.getUTCDay()),
    y: Y.slice(2),
    Y,
    z: '+0000',
    Z: 'UTC',
    RFC3339: `${Y}-${m}-${d}T${H}:${M}:${S}Z`,
  });
}
