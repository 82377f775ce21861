import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import type { Project } from '../project';
import { withoutNulls } from '../without-nulls';

/** Something that runs in a pod, whatever object it is a part of. @internal */
export interface PlacedContainer {
  readonly document: LintDocument;
  readonly container: Readonly<Record<string, unknown>>;
  readonly at: YamlPath;
}

/** Fields with one container. */
const single: ReadonlySet<string> = new Set(['container', 'script']);
/** Fields with a list of them. */
const listed: ReadonlySet<string> = new Set(['containers', 'initContainers', 'sidecars', 'steps']);

const groups = /^(?:argoproj\.io|tekton\.dev|triggers\.tekton\.dev|serving\.kserve\.io|apps|batch)\/|^v1$/;

const known = new WeakMap<LintDocument, readonly PlacedContainer[]>();

/** The containers of all objects whose fields have the types that they should have. @internal */
export function containersIn({ documents, issuesOf }: Project): readonly PlacedContainer[] {
  return documents.flatMap((document) => {
    if (!groups.test(document.value.apiVersion) || issuesOf(document).some(({ kind }) => kind === 'type')) return [];
    let found = known.get(document);
    if (found === undefined) {
      found = [...inside(document, withoutNulls(document.value), [])];
      known.set(document, found);
    }
    return found;
  });
}

function* inside(document: LintDocument, value: unknown, at: YamlPath): Generator<PlacedContainer> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* inside(document, item, [...at, i]);
    return;
  }
  if (!isMap(value)) return;
  for (const [field, member] of Object.entries(value)) {
    const path = [...at, field];
    if (single.has(field) && isContainer(member)) yield { document, container: member, at: path };
    if (listed.has(field) && Array.isArray(member)) {
      for (const [i, item] of member.entries()) {
        if (isContainer(item)) yield { document, container: item, at: [...path, i] };
      }
    }
    yield* inside(document, member, path);
  }
}

/** The same words mean other things elsewhere: what is run has an image. */
function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMap(value) && typeof value.image === 'string';
}
