import { isMap } from '../../yaml/is-map';
import { asGoReads } from '../as-go-reads';
import type { LintDocument } from '../document';
import type { Project } from '../project';
import type { Issue } from '../structure/issue';

/** An object of Argo Events whose fields have the types that they should have. @internal */
export interface EventsObject<Spec> {
  readonly document: LintDocument;
  /** As Argo Events reads it: texts that are missing are empty. */
  readonly spec: Spec;
}

/** Those of a kind. @internal */
export function eventsObjects<Spec>(
  project: Project,
  kind: 'EventBus' | 'EventSource' | 'Sensor',
): readonly EventsObject<Spec>[] {
  return project.documents.flatMap((document) => {
    const { apiVersion, kind: own } = document.value;
    if (apiVersion !== 'argoproj.io/v1alpha1' || own !== kind) return [];
    const issues = project.issuesOf(document);
    if (issues.some((issue) => issue.kind === 'type')) return [];
    const { spec } = asGoReads(document.value, issues.filter(isText)) as { readonly spec?: unknown };
    return [{ document, spec: (isMap(spec) ? spec : {}) as Spec }];
  });
}

/** Lists and maps that are missing are none, to Argo Events, and no empty ones. */
function isText(issue: Issue): boolean {
  return issue.kind === 'missing' && issue.type === 'string';
}
