import type { ValueType } from '../../core/value-type';

/** The regular expression of all texts of a type, without anchors; numbers are not yet in their bounds. @internal */
export function valuePattern(type: ValueType): string {
  switch (type.kind) {
    case 'text':
      return type.pattern ?? '[\\s\\S]*';
    case 'oneOf':
      return type.values.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
    case 'boolean':
      return 'true|false';
    case 'integer':
      return '-?[0-9]{1,15}';
    case 'number':
      return '-?[0-9]{1,300}([.][0-9]{1,300})?';
    default:
      return '[^\\s\\S]';
  }
}
