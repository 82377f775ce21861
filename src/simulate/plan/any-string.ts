/** A value where Argo takes text, number or boolean as text; nothing for `null` and what is not there. @internal */
export function anyString(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return '';
  return String(value);
}
