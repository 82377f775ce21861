/** A value as a message quotes it: short, and never over several lines. @internal */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  const quoted = typeof value === 'string' ? `'${text.slice(1, -1)}'` : text;
  return quoted.length > 60 ? `${quoted.slice(0, 59)}…` : quoted;
}
