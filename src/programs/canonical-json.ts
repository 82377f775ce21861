import { InputError } from './input-error';

/**
 * JSON of a value, the same for equal values: members by the UTF-16 code units of their names, no spaces, numbers as
 * JavaScript writes them.
 *
 * @throws InputError for what JSON has no form for: NaN, infinities, half of a surrogate pair, undefined
 * @see https://www.rfc-editor.org/rfc/rfc8785
 * @internal
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`)
      .join(',')}}`;
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'string' && Buffer.from(value).toString() === value) return JSON.stringify(value);
  throw new InputError(`there is no JSON of ${typeof value === 'number' ? value : `this ${typeof value}`}`);
}
