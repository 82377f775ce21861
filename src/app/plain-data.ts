import { isMap } from '../yaml/is-map';
import { MAX_DEPTH } from '../yaml/unwritable';

/**
 * Tells whether cdk8s's resolve pass would leave a value as it is: data all through, without lazy values, tokens and
 * instances of classes, and without the `null` fields that it drops.
 *
 * @internal
 */
export function isPlainData(value: unknown, depth = 0): boolean {
  // What contains itself is left to the writer, which says where.
  if (depth > MAX_DEPTH) return true;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return true;
    case 'object':
      if (Array.isArray(value)) return value.every((item) => item === null || isPlainData(item, depth + 1));
      if (!isMap(value)) return false;
      for (const key in value) if (!isPlainData(value[key], depth + 1)) return false;
      return true;
    default:
      return false;
  }
}
