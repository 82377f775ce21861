import type { ValueType } from './value-type';

/** Tells whether a value of one type may be none of the other, although the compiler takes it. @internal */
export function isNarrower(from: ValueType, to: ValueType): boolean {
  switch (to.kind) {
    case 'text':
      return to.pattern !== undefined && (from.kind !== 'text' || from.pattern !== to.pattern);
    case 'integer':
    case 'number': {
      if (from.kind !== 'integer' && from.kind !== 'number') return true;
      return exceeds(to.min, from.min, (a, b) => a > b) || exceeds(to.max, from.max, (a, b) => a < b);
    }
    case 'list':
      return from.kind !== 'list' || isNarrower(from.of, to.of);
    case 'record':
      return (
        from.kind !== 'record' ||
        Object.entries(to.fields).some(([name, field]) => isNarrower(from.fields[name] ?? { kind: 'boolean' }, field))
      );
    default:
      return false;
  }
}

function exceeds(to: number | undefined, from: number | undefined, beyond: (a: number, b: number) => boolean): boolean {
  return to !== undefined && (from === undefined || beyond(to, from));
}
