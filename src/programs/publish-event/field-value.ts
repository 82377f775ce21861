import { InputError } from '../input-error';
import type { EventField } from './contract';

/** As JavaScript and Python print floats: up to 17 digits, behind leading zeros too. */
const number = /^-?\d{1,309}(\.\d{1,400})?([eE][-+]?\d{1,3})?$/;

/** A value as it stands in the event; whoever receives it may put it anywhere, so free text is none. @internal */
export function fieldValue({ name, kind }: EventField, text: string | undefined): string | number | boolean {
  const value = text ?? '';
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (kind === 'number' && number.test(value) && Number.isFinite(Number(value))) return Number(value);
  if (kind === 'text' && /^[A-Za-z0-9._:/@+=,-]{0,1000}$/.test(value)) return value;
  const expected = kind === 'text' ? 'at most 1000 letters, digits and ._:/@+=,-' : `a ${kind}`;
  throw new InputError(`${name}: expected ${expected}`);
}
