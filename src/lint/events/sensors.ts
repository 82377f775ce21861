import type { SensorSpec, TriggerParameter } from '../../schemas/events/types';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import type { Members } from '../members';
import type { Project } from '../project';

/** The Sensors that have the fields and types that they should have. @internal */
export function sensorsIn(documents: readonly LintDocument[], issuesOf: Project['issuesOf']): readonly LintDocument[] {
  return documents.filter((document) => {
    const { apiVersion, kind, spec } = document.value;
    if (apiVersion !== 'argoproj.io/v1alpha1' || kind !== 'Sensor' || !isMap(spec)) return false;
    return issuesOf(document).every((issue) => issue.kind !== 'type' && issue.kind !== 'missing');
  });
}

/** A value of an event that goes into what a trigger makes. @internal */
export interface PlacedParameter {
  readonly document: LintDocument;
  readonly parameter: TriggerParameter;
  readonly at: YamlPath;
  /** What is made. */
  readonly resource: Members;
}

/** The parameters of all triggers that make an object of Kubernetes. @internal */
export function* resourceParameters({ documents, issuesOf }: Project): Generator<PlacedParameter> {
  for (const document of sensorsIn(documents, issuesOf)) {
    const { triggers = [] } = document.value.spec as SensorSpec;
    for (const [i, { template }] of triggers.entries()) {
      for (const type of ['argoWorkflow', 'k8s'] as const) {
        const resource = template?.[type]?.source?.resource;
        if (!isMap(resource)) continue;
        for (const [j, parameter] of (template?.[type]?.parameters ?? []).entries())
          yield { document, parameter, resource, at: ['spec', 'triggers', i, 'template', type, 'parameters', j] };
      }
    }
  }
}
