import { App, Chart } from 'cdk8s';
import { type ArgoTarget, argo, type Unit, WorkflowTemplate } from '../../../src/index';
import type { DAGTask, Template, WorkflowSpec, WorkflowStep } from '../../../src/schemas/argo/types';

/** A manifest, as far as tests look at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: object;
    readonly annotations?: object;
  };
  readonly [field: string]: unknown;
}

/** What was emitted for a chart. */
export interface Emitted {
  readonly manifests: readonly Manifest[];
  /** The only manifest of the kind, or that of the name. */
  readonly one: (kind: string, name?: string) => Manifest;
  /** The spec of the only WorkflowTemplate, or of that of the name. */
  readonly spec: (name?: string) => WorkflowSpec;
  readonly template: (name: string, of?: string) => Template;
  /** A task of a DAG, or a step. */
  readonly node: (template: string, name: string, of?: string) => DAGTask & WorkflowStep;
}

export const namespace = 'mlops';

/** What a chart emits that `build` fills. */
export function emittedBy(build: (chart: Chart) => unknown): Emitted {
  const chart = new Chart(new App(), 'chart', { namespace });
  build(chart);
  const manifests = chart.toJson() as Manifest[];
  const one = (kind: string, name?: string): Manifest => {
    const found = manifests.filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
    if (found[0] !== undefined && found.length === 1) return found[0];
    throw new Error(
      `${found.length} of ${kind} ${name ?? ''}: ${manifests.map((m) => `${m.kind} ${m.metadata.name}`).join(', ')}`,
    );
  };
  const spec = (name?: string): WorkflowSpec => one('WorkflowTemplate', name).spec as WorkflowSpec;
  const template = (name: string, of?: string): Template => {
    const templates = spec(of).templates ?? [];
    const found = templates.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new Error(`no template ${name}: ${templates.map((each) => each.name).join(', ')}`);
  };
  const node = (owner: string, name: string, of?: string): DAGTask & WorkflowStep => {
    const { dag, steps } = template(owner, of);
    const nodes: readonly (DAGTask | WorkflowStep)[] = dag?.tasks ?? (steps ?? []).flat();
    const found = nodes.find((each) => each.name === name);
    if (found !== undefined) return found as DAGTask & WorkflowStep;
    throw new Error(`no ${name} in ${owner}: ${nodes.map((each) => each.name).join(', ')}`);
  };
  return { manifests, one, spec, template, node };
}

/** What is emitted for a pipeline. */
export function emitted(pipeline: Unit<never, unknown>, engine: ArgoTarget = argo('4.0')): Emitted {
  return emittedBy((chart) => new WorkflowTemplate(chart, 'it', { pipeline, engine }));
}
