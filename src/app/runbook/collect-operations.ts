import { writtenByAnnotation } from '../../constructs/release-record';
import { descriptionAnnotation } from '../../engines/argo/description-annotation';
import { isMap } from '../../yaml/is-map';
import type { Manifest } from '../manifest-of';

/** A parameter that a person gives who starts a run. @internal */
export interface AskedFor {
  readonly name: string;
  readonly description: string | undefined;
  readonly value: string | undefined;
  readonly values: readonly string[];
}

/** Whose commands start and stop something. @internal */
export type RunEngine = 'argo' | 'tekton';

/** Something that a person may have to do with what is emitted. @internal */
export type Operation =
  | {
      readonly kind: 'start';
      readonly engine: RunEngine;
      readonly namespace: string;
      readonly name: string;
      readonly description: string | undefined;
      readonly parameters: readonly AskedFor[];
      /** Steps that wait for an answer, and the words it may be. */
      readonly questions: readonly {
        readonly step: string;
        readonly parameter: string;
        readonly words: readonly string[];
      }[];
    }
  | {
      readonly kind: 'schedule';
      readonly engine: RunEngine;
      readonly namespace: string;
      readonly name: string;
      readonly schedules: readonly string[];
    }
  | { readonly kind: 'look'; readonly namespace: string; readonly name: string };

/** What a person may have to do with an object, if anything. @internal */
export function operationOf({ apiVersion, kind, metadata, spec }: Manifest): Operation | undefined {
  const { name = '', namespace = '', annotations = {} } = metadata;
  const at = { namespace, name };
  if (kind === 'ConfigMap' && annotations[writtenByAnnotation] !== undefined) return { kind: 'look', ...at };
  if (!isMap(spec)) return undefined;
  if (kind === 'CronWorkflow')
    return { kind: 'schedule', engine: 'argo', ...at, schedules: listOf(spec.schedules).map(String) };
  if (isOurs(metadata) && kind === 'CronJob')
    return { kind: 'schedule', engine: 'tekton', ...at, schedules: [String(spec.schedule)] };
  // Only beside our own is there a ConfigMap with the run to create.
  if (isOurs(metadata) && kind === 'Pipeline' && apiVersion.startsWith('tekton.dev/'))
    return { kind: 'start', engine: 'tekton', ...at, ...pipelineOf(spec) };
  if (kind !== 'WorkflowTemplate') return undefined;
  return {
    kind: 'start',
    engine: 'argo',
    ...at,
    description: textOf(annotations[descriptionAnnotation]),
    parameters: parametersOf(spec.arguments).map((parameter) => ({
      name: String(parameter.name),
      description: textOf(parameter.description),
      value: textOf(parameter.value),
      values: listOf(parameter.enum).map(String),
    })),
    questions: questionsIn(listOf(spec.templates).filter(isMap)),
  };
}

function isOurs({ labels }: Manifest['metadata']): boolean {
  return isMap(labels) && labels['app.kubernetes.io/managed-by'] === 'cdk8s-mlops';
}

type Fields = Readonly<Record<string, unknown>>;

function pipelineOf({ description, params }: Fields) {
  return {
    description: textOf(description),
    parameters: listOf(params)
      .filter(isMap)
      .map((param) => ({
        name: String(param.name),
        description: textOf(param.description),
        value: textOf(param.default),
        values: listOf(param.enum).map(String),
      })),
    questions: [],
  };
}

/** A node is found by the name of the step that waits, also where another object calls the template. */
function questionsIn(templates: readonly Fields[]) {
  const steps = templates.flatMap(({ dag, steps }) =>
    [...listOf(isMap(dag) ? dag.tasks : []), ...listOf(steps).flatMap(listOf)].filter(isMap),
  );
  return templates
    .filter(({ suspend }) => suspend !== undefined)
    .flatMap(({ name, inputs }) =>
      parametersOf(inputs)
        .filter((parameter) => Array.isArray(parameter.enum))
        .map((parameter) => ({
          step: String(steps.find(({ template }) => template === name)?.name ?? name),
          parameter: String(parameter.name),
          words: listOf(parameter.enum)
            .map(String)
            .filter((word) => word !== parameter.default),
        })),
    );
}

function parametersOf(inputs: unknown): readonly Readonly<Record<string, unknown>>[] {
  return isMap(inputs) ? listOf(inputs.parameters).filter(isMap) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
