import { isMap } from '../../yaml/is-map';
import type { LintDocument } from '../document';
import type { Project } from '../project';

/** The Sensors that have the fields and types that they should have. @internal */
export function sensorsIn(documents: readonly LintDocument[], issuesOf: Project['issuesOf']): readonly LintDocument[] {
  return documents.filter((document) => {
    const { apiVersion, kind, spec } = document.value;
    if (apiVersion !== 'argoproj.io/v1alpha1' || kind !== 'Sensor' || !isMap(spec)) return false;
    return issuesOf(document).every((issue) => issue.kind !== 'type' && issue.kind !== 'missing');
  });
}
