import { own } from './own';
import type { ValueType } from './value-type';

/**
 * Tells whether a value of one type may be passed where another is wanted: the compiler's rule, for plain JavaScript.
 *
 * Patterns and bounds are not compared here; engines check them where the value is handed over.
 *
 * @internal
 */
export function isAssignable(from: ValueType, to: ValueType): boolean {
  switch (to.kind) {
    case 'text':
      return from.kind === 'text' || from.kind === 'oneOf';
    case 'number':
      return from.kind === 'number' || from.kind === 'integer';
    case 'oneOf':
      return from.kind === 'oneOf' && from.values.every((value) => to.values.includes(value));
    case 'list':
      return from.kind === 'list' && isAssignable(from.of, to.of);
    case 'record':
      return (
        from.kind === 'record' &&
        Object.entries(to.fields).every(([name, field]) => {
          const given = own(from.fields, name);
          return given !== undefined && isAssignable(given, field);
        })
      );
    default:
      return from.kind === to.kind;
  }
}
