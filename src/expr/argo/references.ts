import { readExpression } from './expression';
import { requiredNames } from './required-names';
import { partsOf } from './text-parts';

/**
 * The dotted names that a text reads, in its tags and in its expressions; what `?.` and `??` guard is left out.
 *
 * @internal
 */
export function namesIn(text: string): readonly string[] {
  if (!text.includes('{{')) return [];
  return (partsOf(text) ?? []).flatMap((part) => {
    if (part.kind === 'words') return [];
    if (part.kind === 'name') return [part.nested?.name ?? part.name];
    return requiredNames(readExpression(part.source));
  });
}
