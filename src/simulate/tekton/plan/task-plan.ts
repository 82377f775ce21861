import type { EmbeddedTask, PipelineTask, TaskSpec } from '../../../schemas/tekton/types';
import type { TektonLibrary } from './library';

/** What a pipeline task runs. @internal */
export interface TaskPlan {
  /** The Task's name; empty where it is written out. */
  readonly name: string;
  readonly kind: 'task' | 'custom' | 'pipeline';
  readonly spec: TaskSpec;
  /** What it refers to is not among the manifests: whatever is asked of it, it has. */
  readonly stub: boolean;
}

/** As it was found, or in the engine's words why not. @internal */
export function planTask(task: PipelineTask, library: TektonLibrary): TaskPlan | { readonly missing: string } {
  const { taskRef, taskSpec, pipelineRef, pipelineSpec } = task;
  if (pipelineSpec !== undefined || pipelineRef !== undefined)
    return { name: pipelineRef?.name ?? '', kind: 'pipeline', spec: {}, stub: false };
  if (taskSpec !== undefined) {
    const kind = isCustom(taskSpec) ? 'custom' : 'task';
    return { name: kind === 'custom' ? (taskSpec.kind ?? '') : '', kind, spec: taskSpec, stub: false };
  }
  if (taskRef === undefined) return { missing: 'it has neither taskRef nor taskSpec' };
  if (isCustom(taskRef)) return { name: taskRef.name ?? taskRef.kind ?? '', kind: 'custom', spec: {}, stub: false };
  const { name = '', resolver } = taskRef;
  if (resolver !== undefined && resolver !== 'cluster') return stubOf(resolver);
  const wanted = resolver === undefined ? name : nameForCluster(taskRef.params ?? []);
  const found = library.tasks.get(wanted);
  if (found !== undefined) return { name: wanted, kind: 'task', spec: found.spec, stub: false };
  return resolver === undefined ? { missing: `tasks.tekton.dev "${wanted}" not found` } : stubOf(wanted);
}

function isCustom({ apiVersion = '', kind = '' }: Pick<EmbeddedTask, 'apiVersion' | 'kind'>): boolean {
  return apiVersion !== '' && kind !== '' && !apiVersion.startsWith('tekton.dev/v1');
}

function nameForCluster(params: readonly { readonly name: string; readonly value: unknown }[]): string {
  return String(params.find(({ name }) => name === 'name')?.value ?? '');
}

function stubOf(name: string): TaskPlan {
  return { name, kind: 'task', spec: { steps: [{ name: 'resolved', image: 'unknown' }] }, stub: true };
}
