import { App, Chart } from 'cdk8s';
import { Pipeline, type TektonTarget, tekton } from '../../../src/engines/tekton/index';
import type { Unit } from '../../../src/index';
import type { PipelineRun, PipelineSpec, PipelineTask, Step, TaskSpec } from '../../../src/schemas/tekton/types';

/** A manifest, as far as tests look at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object };
  readonly [field: string]: unknown;
}

/** What was emitted for a chart. */
export interface Emitted {
  readonly manifests: readonly Manifest[];
  /** The only manifest of the kind, or that of the name. */
  readonly one: (kind: string, name?: string) => Manifest;
  readonly pipeline: PipelineSpec;
  /** A task of the pipeline, or of its `finally`. */
  readonly task: (name: string) => PipelineTask;
  /** The Task that a task of the pipeline refers to. */
  readonly spec: (task: string) => TaskSpec;
  readonly step: (task: string, name: string) => Step;
  /** The run that people and schedules create. */
  readonly run: PipelineRun;
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
      `${found.length} of ${kind} ${name ?? ''}: ${manifests.map((m) => `${m.kind} ${m.metadata.name}`)}`,
    );
  };
  const pipeline = () => one('Pipeline').spec as PipelineSpec;
  const all = () => [...(pipeline().tasks ?? []), ...(pipeline().finally ?? [])];
  const task = (name: string) => found(all(), name, 'task');
  const spec = (name: string) => one('Task', task(name).taskRef?.name).spec as TaskSpec;
  return {
    manifests,
    one,
    get pipeline() {
      return pipeline();
    },
    task,
    spec,
    step: (name, step) => found(spec(name).steps ?? [], step, 'step'),
    get run() {
      const { data } = one('ConfigMap', `${one('Pipeline').metadata.name}-run`) as unknown as {
        data: { 'run.json': string };
      };
      return JSON.parse(data['run.json']) as PipelineRun;
    },
  };
}

/** What is emitted for a pipeline. */
export function emitted(pipeline: Unit<never, unknown>, engine: TektonTarget = tekton('1.15')): Emitted {
  return emittedBy((chart) => new Pipeline(chart, 'it', { pipeline, engine }));
}

function found<T extends { readonly name?: string }>(all: readonly T[], name: string, what: string): T {
  const one = all.find((each) => each.name === name);
  if (one !== undefined) return one;
  throw new Error(`no ${what} ${name}: ${all.map((each) => each.name).join(', ')}`);
}
