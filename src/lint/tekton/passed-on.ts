import type { PipelineRunSpec, TaskRunSpec } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { TektonObject } from './objects';

/** A parameter that the steps inside a run may read without declaring it. @internal */
export interface PassedOn {
  readonly name: string;
  /** Way to its name. */
  readonly at: YamlPath;
}

/** Those of a run that holds a Task or a Pipeline with steps in it; none of other objects. @internal */
export function passedOnIn({ kind, spec, at }: TektonObject): readonly PassedOn[] {
  if (kind === 'TaskRun') {
    const { params, taskSpec } = spec as TaskRunSpec;
    return (taskSpec?.steps ?? []).length > 0 ? named(params, [...at, 'params']) : [];
  }
  if (kind !== 'PipelineRun') return [];
  const { params, pipelineSpec } = spec as PipelineRunSpec;
  const tasks = pipelineSpec?.tasks ?? [];
  if (tasks.every(({ taskSpec }) => (taskSpec?.steps ?? []).length === 0)) return [];
  return [
    ...named(params, [...at, 'params']),
    ...named(pipelineSpec?.params, [...at, 'pipelineSpec', 'params']),
    ...tasks.flatMap((task, i) => named(task.params, [...at, 'pipelineSpec', 'tasks', i, 'params'])),
  ];
}

function named(params: readonly { readonly name: string }[] = [], at: YamlPath): readonly PassedOn[] {
  return params.map(({ name }, i) => ({ name, at: [...at, i, 'name'] }));
}
