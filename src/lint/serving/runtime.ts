import { suggest } from '../../core/suggest';
import { fullNameOf, type LintDocument, namespaceOf } from '../document';
import { type Members, mapIn, textIn } from '../members';
import { objectNamed, objectsOf } from '../objects/named';
import type { Project } from '../project';

const group = 'serving.kserve.io';

/** An InferenceService with the runtime that it names. @internal */
export interface NamedRuntime {
  readonly document: LintDocument;
  readonly model: Members;
  readonly name: string;
  /** Nothing where it is not in these files. */
  readonly runtime: LintDocument | undefined;
  /** All of them that it could name. */
  readonly known: readonly string[];
  readonly meant: string | undefined;
}

/** @internal */
export function* namedRuntimes(project: Project): Generator<NamedRuntime> {
  const cluster = objectsOf(project, 'ClusterServingRuntime', group);
  const own = objectsOf(project, 'ServingRuntime', group);
  for (const document of objectsOf(project, 'InferenceService', group)) {
    if (project.issuesOf(document).some(({ kind }) => kind === 'type')) continue;
    const model = mapIn(document.value, 'spec', 'predictor', 'model');
    const name = textIn(model.runtime);
    if (name === '' || name.includes('{{')) continue;
    const found = objectNamed(own, name, namespaceOf(document.value)) ?? objectNamed(cluster, name, '');
    const runtime = found !== undefined && 'document' in found ? found.document : undefined;
    const known = [...own, ...cluster].flatMap(({ value }) => fullNameOf(value) ?? []);
    yield { document, model, name, runtime, known, meant: suggest(name, known) };
  }
}
