import type { PipelineRef, Ref, TaskRef } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import { type TektonObject, tektonObjects } from './objects';
import { isCustom, pipelinesIn } from './pipelines';
import { tasksIn } from './tasks';

/** A taskRef, a pipelineRef or the ref of a step. @internal */
export interface PlacedReference {
  readonly object: TektonObject;
  readonly ref: Ref | TaskRef | PipelineRef;
  readonly at: YamlPath;
}

/** All that Tekton resolves; those of custom tasks are the matter of another controller. @internal */
export function placedReferences(project: Project): readonly PlacedReference[] {
  const found: PlacedReference[] = [];
  const add = (object: TektonObject, ref: PlacedReference['ref'] | undefined, at: YamlPath): void => {
    if (ref !== undefined) found.push({ object, ref, at });
  };
  for (const object of tektonObjects(project)) {
    const { kind, spec, at } = object;
    if (kind === 'TaskRun') add(object, spec.taskRef as TaskRef | undefined, [...at, 'taskRef']);
    if (kind === 'PipelineRun') add(object, spec.pipelineRef as PipelineRef | undefined, [...at, 'pipelineRef']);
  }
  for (const { object, tasks, finals } of pipelinesIn(project)) {
    for (const { task, at } of [...tasks, ...finals]) {
      if (isCustom(task)) continue;
      add(object, task.taskRef, [...at, 'taskRef']);
      add(object, task.pipelineRef, [...at, 'pipelineRef']);
    }
  }
  for (const { object, steps } of tasksIn(project))
    for (const { step, at } of steps) add(object, step.ref, [...at, 'ref']);
  return found;
}
