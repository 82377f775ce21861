import type { RefNode } from '../../../core/ref';
import { isPlainType } from './plain-type';

/**
 * Tells whether two single braces may come together in a text of pieces, which Argo would take for the start of a tag.
 *
 * @internal
 */
export function mayJoinBraces(parts: readonly (string | RefNode)[]): boolean {
  let open = false;
  for (const part of parts) {
    const brace = typeof part === 'string' ? part.startsWith('{') : !isPlainType(part.type);
    if (open && brace) return true;
    // A piece that is known only at run time may be empty, or end with the brace it starts with.
    open = typeof part === 'string' ? part.endsWith('{') : open || brace;
  }
  return false;
}
