import { isMap } from '../../yaml/is-map';
import type { ManifestValue } from '../../yaml/manifest';
import { asGoReads } from '../as-go-reads';
import { fullNameOf, type LintDocument, nameOf } from '../document';
import { objectsOf } from '../objects/named';
import type { Project } from '../project';

/** An object as KServe's webhook has it in its hands. @internal */
export interface ReadObject {
  readonly document: LintDocument;
  readonly value: ManifestValue;
  /** That it has, or is given when it is made. */
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The objects of a kind whose fields have the types that they need; others are refused before the webhook sees them. @internal */
export function* readObjects(project: Project, kind: string, version = 'v1alpha1'): Generator<ReadObject> {
  for (const document of objectsOf(project, kind, 'serving.kserve.io')) {
    if (document.value.apiVersion !== `serving.kserve.io/${version}`) continue;
    const issues = project.issuesOf(document);
    if (issues.some((issue) => issue.kind === 'type')) continue;
    const value = asGoReads(document.value, issues) as ManifestValue;
    const given = nameOf(value);
    yield {
      document,
      value,
      name: given === '' || fullNameOf(value) !== undefined ? given : `${given}00000`,
      metadata: isMap(value.metadata) ? value.metadata : {},
      spec: isMap(value.spec) ? value.spec : {},
    };
  }
}
