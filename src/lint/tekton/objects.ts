import { kindsOf } from '../../schemas/release';
import { isMap } from '../../yaml/is-map';
import type { ManifestValue } from '../../yaml/manifest';
import type { YamlPath } from '../../yaml/read';
import { asGoReads } from '../as-go-reads';
import type { LintDocument } from '../document';
import type { Project } from '../project';
import type { Issue } from '../structure/issue';

/** An object of Tekton Pipelines or Triggers whose fields have the types that they should have. @internal */
export interface TektonObject {
  readonly document: LintDocument;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Way to the object; empty for a document of its own. */
  readonly base: YamlPath;
  /** Way to its `spec`. */
  readonly at: YamlPath;
}

const known = new WeakMap<Project, readonly TektonObject[]>();

/** All of them, in the order in which they were read. @internal */
export function tektonObjects(project: Project): readonly TektonObject[] {
  let found = known.get(project);
  if (found === undefined) {
    const { documents, issuesOf } = project;
    found = documents
      .filter(({ value }) => isKnown(value))
      .filter((document) => issuesOf(document).every(({ kind }) => kind !== 'type'))
      .map((document) =>
        objectOf(document, asGoReads(document.value, issuesOf(document).filter(isFilledIn)) as ManifestValue, []),
      );
    known.set(project, found);
  }
  return found;
}

const kinds = [...kindsOf('tekton-1.15'), ...kindsOf('triggers-0.37')];

function isKnown({ apiVersion, kind }: ManifestValue): boolean {
  return kinds.some((each) => each.kind === kind && each.apiVersion === apiVersion);
}

/** A value that is missing is none, and no empty text. */
function isFilledIn(issue: Issue): boolean {
  return issue.kind !== 'missing' || issue.field !== 'value';
}

function objectOf(document: LintDocument, value: ManifestValue, base: YamlPath): TektonObject {
  const [group = '', version = ''] = value.apiVersion.split('/');
  const metadata = isMap(value.metadata) ? value.metadata : {};
  const spec = isMap(value.spec) ? value.spec : {};
  return { document, group, version, kind: value.kind, metadata, spec, base, at: [...base, 'spec'] };
}
