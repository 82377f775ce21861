import { fullNameOf, type LintDocument, namespaceOf } from '../document';
import { groupBy } from '../group-by';
import type { Project } from '../project';

const none: readonly LintDocument[] = [];

const known = new WeakMap<Project, ReadonlyMap<string, readonly LintDocument[]>>();

/** The objects of a kind; of its group only, where it is not the core group. @internal */
export function objectsOf(project: Project, kind: string, group = ''): readonly LintDocument[] {
  let index = known.get(project);
  if (index === undefined) {
    const made = new Map<string, LintDocument[]>();
    for (const document of project.documents) {
      const { apiVersion } = document.value;
      const key = `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''} ${document.value.kind}`;
      const list = made.get(key) ?? [];
      list.push(document);
      made.set(key, list);
    }
    index = made;
    known.set(project, index);
  }
  return index.get(`${group} ${kind}`) ?? none;
}

/** What names no namespace may be applied to any. @internal */
export function mayBeOne(a: string, b: string): boolean {
  return a === b || a === '' || b === '';
}

/** Where a name leads. @internal */
export type Found = { readonly document: LintDocument } | { readonly elsewhere: LintDocument } | undefined;

const byName = new WeakMap<readonly LintDocument[], ReadonlyMap<string, readonly LintDocument[]>>();

/** The object of a name in a namespace, or one that is called so in another. @internal */
export function objectNamed(objects: readonly LintDocument[], name: string, namespace: string): Found {
  let index = byName.get(objects);
  if (index === undefined) {
    index = groupBy(objects, ({ value }) => fullNameOf(value) ?? '');
    byName.set(objects, index);
  }
  const same = index.get(name) ?? [];
  const here =
    same.findLast(({ value }) => namespaceOf(value) === namespace) ??
    same.findLast(({ value }) => mayBeOne(namespaceOf(value), namespace));
  if (here !== undefined) return { document: here };
  return same[0] === undefined ? undefined : { elsewhere: same[0] };
}
