import type { ValueType } from './value-type';

/**
 * A literal as the text that travels between steps: JSON for lists and records, plain text for the rest.
 *
 * @internal
 */
export function wire(value: unknown, type: ValueType): string {
  return type.kind === 'list' || type.kind === 'record' || typeof value === 'object'
    ? JSON.stringify(value)
    : String(value);
}
