import type { SensorSpec, Trigger, TriggerParameter } from '../../schemas/events/types';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { type Members, mapIn, mapsIn } from '../members';
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

/** A value of an event that goes anywhere into a trigger. @internal */
export type EventParameter = Pick<PlacedParameter, 'parameter' | 'at'>;

/**
 * The parameters of a trigger, those of its type, whichever it is, and those of the trigger for what failed; not those that
 * an event fills in.
 *
 * @internal
 */
export function* eventParameters(
  { template, parameters, dlqTrigger }: Trigger,
  at: YamlPath,
): Generator<EventParameter> {
  yield* placed(parameters, [...at, 'parameters']);
  const filled = (parameters ?? []).map(({ dest }) => dest ?? '');
  for (const [type, given] of Object.entries(template ?? {})) {
    for (const field of ['parameters', 'payload']) {
      for (const each of placed(mapIn(given)[field], [...at, 'template', type, field])) {
        const way = [type, field, each.at.at(-1), 'src.'].join('.');
        if (!filled.some((dest) => dest.startsWith(way))) yield each;
      }
    }
  }
  // Kubernetes reads null as nothing.
  if (isMap(dlqTrigger)) yield* eventParameters(dlqTrigger, [...at, 'dlqTrigger']);
}

const read = ['dependencyName', 'dataKey', 'contextKey'];

/** Fields that no trigger has were not looked at, and may hold anything. */
function placed(given: unknown, at: YamlPath): readonly EventParameter[] {
  return mapsIn(given).flatMap(([i, parameter]) => {
    const { src = {}, dest = '' } = parameter;
    const texts = isMap(src) ? [dest, ...read.map((field) => src[field] ?? '')] : [undefined];
    if (texts.some((text) => typeof text !== 'string')) return [];
    return [{ parameter: parameter as unknown as TriggerParameter, at: [...at, i] }];
  });
}
