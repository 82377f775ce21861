import { type Fields, listAt, mapAt, textAt } from './field';
import { pipelineKinds, pipelinesIn } from './tekton/pipelines';

/** An object with templates, or one that starts them. @internal */
export interface Definition {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Of the workflow or pipeline: for a CronWorkflow or a CronJob that of each run. */
  readonly spec: Fields;
  /** Of a CronWorkflow, or of a CronJob that creates runs: when, and where that is meant. */
  readonly schedule: readonly string[];
}

/** @internal */
export const workflowKinds = ['CronWorkflow', 'Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate'] as const;

/** What Argo Workflows or Tekton would run among documents of all kinds, in an order that does not depend on theirs. @internal */
export function definitionsIn(documents: readonly unknown[]): readonly Definition[] {
  const workflows = documents
    .filter((document) => textAt(document, 'apiVersion').startsWith('argoproj.io/'))
    .filter((document) => (workflowKinds as readonly string[]).includes(textAt(document, 'kind')))
    .map(definitionOf);
  return [...workflows, ...pipelinesIn(documents)].sort(
    (a, b) => rank(a) - rank(b) || order(a.namespace, b.namespace) || order(a.name, b.name),
  );
}

function definitionOf(document: unknown): Definition {
  const kind = textAt(document, 'kind');
  const name = textAt(document, 'metadata', 'name') || textAt(document, 'metadata', 'generateName').replace(/-$/, '');
  const namespace = textAt(document, 'metadata', 'namespace');
  const spec = mapAt(document, 'spec');
  if (kind !== 'CronWorkflow') return { kind, name, namespace, spec, schedule: [] };
  const times = [textAt(spec, 'schedule'), ...listAt(spec, 'schedules').map((time) => textAt(time))];
  const schedule = [...times, textAt(spec, 'timezone'), spec.suspend === true ? 'suspended' : ''];
  return { kind, name, namespace, spec: mapAt(spec, 'workflowSpec'), schedule: schedule.filter((line) => line !== '') };
}

/** The template of a definition that has this name. @internal */
export function templateIn({ spec }: Definition, name: string): Fields | undefined {
  const found = listAt(spec, 'templates').find((template) => textAt(template, 'name') === name);
  return found === undefined ? undefined : mapAt(found);
}

/** What a `pipelineRef` means, seen from a definition. @internal */
export function referredPipeline(
  ref: Fields,
  from: Pick<Definition, 'namespace'>,
  all: readonly Definition[],
): Definition | undefined {
  return nearest(
    all.filter(({ kind, name }) => kind === 'Pipeline' && name === textAt(ref, 'name')),
    from,
  );
}

/** What a `templateRef` or `workflowTemplateRef` means, seen from a definition. @internal */
export function referred(
  ref: Fields,
  from: Pick<Definition, 'namespace'>,
  all: readonly Definition[],
): Definition | undefined {
  const kind = ref.clusterScope === true ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate';
  return nearest(
    all.filter((each) => each.kind === kind && each.name === textAt(ref, 'name')),
    from,
  );
}

/** Who gives no namespace gets that of the command that applies all of them. */
function nearest(named: readonly Definition[], from: Pick<Definition, 'namespace'>): Definition | undefined {
  return named.find(({ namespace }) => namespace === from.namespace) ?? (from.namespace === '' ? named[0] : undefined);
}

function rank({ kind }: Definition): number {
  return ([...workflowKinds, ...pipelineKinds] as readonly string[]).indexOf(kind);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
