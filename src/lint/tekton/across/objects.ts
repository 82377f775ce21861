import type { ManifestValue } from '../../../yaml/manifest';
import type { YamlPath } from '../../../yaml/read';
import { type LintDocument, nameOf, namespaceOf } from '../../document';
import { groupBy } from '../../group-by';
import { mapIn, mapsIn } from '../../members';
import type { Project } from '../../project';
import { withoutNulls } from '../../without-nulls';

/** An object of Tekton: a document, or what a TriggerTemplate makes. @internal */
export interface TektonObject {
  readonly document: LintDocument;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly value: ManifestValue;
  /** Way to the object in the document. */
  readonly base: YamlPath;
}

const known = new WeakMap<Project, readonly TektonObject[]>();

/** All of them whose fields have the types that they should have. @internal */
export function tektonObjects(project: Project): readonly TektonObject[] {
  let found = known.get(project);
  if (found === undefined) {
    found = project.documents.flatMap((document) => {
      const isTekton = /^(?:triggers\.)?tekton\.dev\//.test(document.value.apiVersion);
      if (!isTekton || project.issuesOf(document).some(({ kind }) => kind === 'type')) return [];
      const value = withoutNulls(document.value) as ManifestValue;
      return [objectIn(document, value, []), ...madeIn(document, value)];
    });
    known.set(project, found);
  }
  return found;
}

function madeIn(document: LintDocument, value: ManifestValue): readonly TektonObject[] {
  if (value.kind !== 'TriggerTemplate') return [];
  return mapsIn(mapIn(value, 'spec').resourcetemplates).flatMap(([i, made]) => {
    if (typeof made.apiVersion !== 'string' || !made.apiVersion.startsWith('tekton.dev/')) return [];
    if (typeof made.kind !== 'string') return [];
    const given = { ...made, metadata: { namespace: namespaceOf(value), ...mapIn(made, 'metadata') } };
    return [objectIn(document, given as unknown as ManifestValue, ['spec', 'resourcetemplates', i])];
  });
}

function objectIn(document: LintDocument, value: ManifestValue, base: YamlPath): TektonObject {
  // One that is filled in later may be any.
  const namespace = namespaceOf(value).includes('$(') ? '' : namespaceOf(value);
  return { document, kind: value.kind, name: nameOf(value), namespace, value, base };
}

const byName = new WeakMap<Project, ReadonlyMap<string, readonly TektonObject[]>>();

/** The object of a name; what names no namespace may be applied to any. @internal */
export function tektonNamed(project: Project, kind: string, name: string, namespace: string): TektonObject | undefined {
  let index = byName.get(project);
  if (index === undefined) {
    const whole = tektonObjects(project).filter(({ base }) => base.length === 0);
    index = groupBy(whole, (each) => `${each.kind} ${each.name}`);
    byName.set(project, index);
  }
  const found = index.get(`${kind} ${name}`) ?? [];
  return (
    found.findLast((each) => each.namespace === namespace) ??
    found.findLast((each) => each.namespace === '' || namespace === '')
  );
}
