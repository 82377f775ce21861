import type { EmbeddedTask, PipelineSpec, PipelineTask } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import { type TektonObject, tektonObjects } from './objects';

/** The specification of a Pipeline, wherever it stands. @internal */
export interface PlacedPipeline {
  readonly object: TektonObject;
  readonly spec: PipelineSpec;
  readonly at: YamlPath;
  /** The specification of a Pipeline of its own, which reads nothing but what it declares. */
  readonly isAlone: boolean;
  readonly tasks: readonly PlacedPipelineTask[];
  readonly finals: readonly PlacedPipelineTask[];
}

/** A task of a Pipeline. @internal */
export interface PlacedPipelineTask {
  readonly task: PipelineTask;
  readonly name: string;
  readonly section: 'tasks' | 'finally';
  readonly at: YamlPath;
}

const known = new WeakMap<TektonObject, readonly PlacedPipeline[]>();

/** All Pipelines: documents, those that a run holds, and those inside tasks of others. @internal */
export function pipelinesIn(project: Project): readonly PlacedPipeline[] {
  return tektonObjects(project).flatMap(pipelinesOf);
}

/** Those of an object. @internal */
export function pipelinesOf(object: TektonObject): readonly PlacedPipeline[] {
  let found = known.get(object);
  if (found === undefined) {
    const { kind, spec, at } = object;
    const held = (spec as { pipelineSpec?: PipelineSpec }).pipelineSpec;
    if (kind === 'Pipeline') found = withInner(object, spec, at, true);
    else if (kind === 'PipelineRun' && held !== undefined)
      found = withInner(object, held, [...at, 'pipelineSpec'], false);
    else found = [];
    known.set(object, found);
  }
  return found;
}

function withInner(
  object: TektonObject,
  spec: PipelineSpec,
  at: YamlPath,
  isAlone: boolean,
): readonly PlacedPipeline[] {
  const placed = (section: 'tasks' | 'finally'): readonly PlacedPipelineTask[] =>
    (spec[section] ?? []).map((task, i) => ({ task, name: task.name ?? '', section, at: [...at, section, i] }));
  const [tasks, finals] = [placed('tasks'), placed('finally')];
  const inner = [...tasks, ...finals].flatMap(({ task, at: place }) => {
    if (task.pipelineSpec === undefined || isCustom(task)) return [];
    return withInner(object, task.pipelineSpec, [...place, 'pipelineSpec'], false);
  });
  return [{ object, spec, at, isAlone, tasks, finals }, ...inner];
}

/** Whether a task is run by another controller, and Tekton does not look at what it runs. @internal */
export function isCustom({ taskRef, taskSpec }: PipelineTask): boolean {
  return isForeign(taskRef) || isForeign(taskSpec);
}

function isForeign(given: Pick<EmbeddedTask, 'apiVersion' | 'kind'> | undefined): boolean {
  return given !== undefined && ((given.apiVersion ?? '') !== '' || !['', 'Task'].includes(given.kind ?? ''));
}
