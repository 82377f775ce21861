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

const known = new WeakMap<Project, readonly PlacedContainer[]>();

/** The containers of all objects whose fields have the types that they should have. @internal */
export function containersIn(project: Project): readonly PlacedContainer[] {
  let found = known.get(project);
  if (found === undefined) {
    found = project.documents.flatMap((document) => containersOf(project, document));
    known.set(project, found);
  }
  return found;
}

function containersOf({ issuesOf }: Project, document: LintDocument): readonly PlacedContainer[] {
  if (!groups.test(document.value.apiVersion) || issuesOf(document).some(({ kind }) => kind === 'type')) return [];
  const found: PlacedContainer[] = [];
  collect(document, withoutNulls(document.value), [], found);
  return found;
}

function collect(document: LintDocument, value: unknown, way: (string | number)[], found: PlacedContainer[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      way.push(i);
      collect(document, value[i], way, found);
      way.pop();
    }
    return;
  }
  for (const [field, member] of Object.entries(value)) {
    if (typeof member !== 'object' || member === null) continue;
    way.push(field);
    if (single.has(field) && isContainer(member)) found.push({ document, container: member, at: [...way] });
    if (listed.has(field) && Array.isArray(member)) {
      for (const [i, item] of member.entries()) {
        if (isContainer(item)) found.push({ document, container: item, at: [...way, i] });
      }
    }
    collect(document, member, way, found);
    way.pop();
  }
}

/** The same words mean other things elsewhere: what is run has an image. */
function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMap(value) && typeof value.image === 'string';
}
