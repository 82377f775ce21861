import { suggest } from '../../core/suggest';
import { fullNameOf, type LintDocument, namespaceOf } from '../document';
import { type Found, mayBeOne, objectNamed } from './named';

/** A name that something has for an object. @internal */
export interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** A name that leads nowhere, and what may have been meant. @internal */
export interface Missing<T> {
  readonly reference: T;
  readonly meant: string | undefined;
  /** One that is called so, in another namespace. */
  readonly elsewhere: LintDocument | undefined;
}

/**
 * Names without an object, where the files show that they hold what such names mean: an object of nearly that name, one of it in
 * another namespace, or most other names of the namespace lead to an object here. Elsewhere the objects come from somebody else.
 *
 * @param ofUsers whether such objects stand beside what uses them, as accounts and roles do: those that nothing names count, too
 * @internal
 */
export function missingFrom<T extends Named>(
  objects: readonly LintDocument[],
  references: readonly T[],
  ofUsers = false,
): readonly Missing<T>[] {
  if (objects.length === 0) return [];
  const found = new Map(
    references.map((reference) => [reference, objectNamed(objects, reference.name, reference.namespace)]),
  );
  const count = (namespace: string, isHere: boolean) =>
    new Set(
      references
        .filter((each) => each.namespace === namespace && isFound(found.get(each)) === isHere)
        .map(({ name }) => name),
    ).size;
  return references.flatMap((reference): readonly Missing<T>[] => {
    const answer = found.get(reference);
    if (isFound(answer)) return [];
    const near = objects.filter(({ value }) => mayBeOne(namespaceOf(value), reference.namespace));
    const meant = suggest(
      reference.name,
      near.flatMap(({ value }) => fullNameOf(value) ?? []),
    );
    const elsewhere = answer !== undefined && 'elsewhere' in answer ? answer.elsewhere : undefined;
    const here = objects.filter(({ value }) => namespaceOf(value) === reference.namespace).length;
    const known = Math.max(count(reference.namespace, true), ofUsers ? here : 0);
    const isClosed = known > count(reference.namespace, false);
    return isClosed || meant !== undefined || elsewhere !== undefined ? [{ reference, meant, elsewhere }] : [];
  });
}

const isFound = (found: Found): boolean => found !== undefined && 'document' in found;

/** How to mend it. @internal */
export function mending({ meant, elsewhere }: Missing<unknown>): string | undefined {
  if (elsewhere !== undefined)
    return `it is in namespace '${namespaceOf(elsewhere.value)}': ${elsewhere.file}:${elsewhere.start.line}`;
  return meant === undefined ? undefined : `did you mean '${meant}'?`;
}
