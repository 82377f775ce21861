import { suggest } from '../../core/suggest';
import { fullNameOf, type LintDocument, namespaceOf } from '../document';
import { groupBy } from '../group-by';
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
  const found = references.map((reference) => ({
    reference,
    answer: objectNamed(objects, reference.name, reference.namespace),
  }));
  const inNamespace = groupBy(found, ({ reference }) => reference.namespace);
  return [...inNamespace].flatMap(([namespace, all]): readonly Missing<T>[] => {
    const here = all.filter(({ answer }) => isFound(answer));
    const absent = all.filter(({ answer }) => !isFound(answer));
    if (absent.length === 0) return [];
    const near = objects.filter(({ value }) => mayBeOne(namespaceOf(value), namespace));
    const names = near.flatMap(({ value }) => fullNameOf(value) ?? []);
    const stand = ofUsers ? near.filter(({ value }) => namespaceOf(value) === namespace).length : 0;
    const isClosed = Math.max(namesOf(here).size, stand) > namesOf(absent).size;
    const meanings = new Map([...namesOf(absent)].map((name) => [name, suggest(name, names)]));
    return absent.flatMap(({ reference, answer }): readonly Missing<T>[] => {
      const meant = meanings.get(reference.name);
      const elsewhere = answer !== undefined && 'elsewhere' in answer ? answer.elsewhere : undefined;
      return isClosed || meant !== undefined || elsewhere !== undefined ? [{ reference, meant, elsewhere }] : [];
    });
  });
}

const namesOf = (found: readonly { readonly reference: Named }[]): ReadonlySet<string> =>
  new Set(found.map(({ reference }) => reference.name));

const isFound = (found: Found): boolean => found !== undefined && 'document' in found;

/** How to mend it. @internal */
export function mending({ meant, elsewhere }: Missing<unknown>): string | undefined {
  if (elsewhere !== undefined)
    return `it is in namespace '${namespaceOf(elsewhere.value)}': ${elsewhere.file}:${elsewhere.start.line}`;
  return meant === undefined ? undefined : `did you mean '${meant}'?`;
}
