import type { Param, ParamSpec, PipelineRunSpec, TaskRunSpec } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { TektonObject } from './objects';

/** Parameters of a run or a task that what stands inside the run may read without declaring them. @internal */
export interface PassedOn {
  readonly params: readonly (Param | ParamSpec)[];
  readonly at: YamlPath;
  /** Some step inside may read them. */
  readonly areRead: boolean;
}

/** Those of a run that holds a Task or a Pipeline; none of other objects. @internal */
export function passedOnIn({ kind, spec, at }: TektonObject): readonly PassedOn[] {
  if (kind === 'TaskRun') {
    const { params = [], taskSpec } = spec as TaskRunSpec;
    const areRead = (taskSpec?.steps ?? []).length > 0;
    return areRead ? [{ params, at: [...at, 'params'], areRead }] : [];
  }
  if (kind !== 'PipelineRun') return [];
  const { params = [], pipelineSpec } = spec as PipelineRunSpec;
  const tasks = pipelineSpec?.tasks ?? [];
  if (tasks.length === 0) return [];
  const areRead = tasks.some(({ taskSpec }) => (taskSpec?.steps ?? []).length > 0);
  const declared = pipelineSpec?.params ?? [];
  const known = new Set([...params, ...declared].map(({ name }) => name));
  return [
    { params, at: [...at, 'params'], areRead },
    { params: declared, at: [...at, 'pipelineSpec', 'params'], areRead },
    ...tasks.map((task, i) => ({
      // What the run gives or the Pipeline declares comes first.
      params: (task.params ?? []).filter(({ name }) => !known.has(name)),
      at: [...at, 'pipelineSpec', 'tasks', i, 'params'],
      areRead,
    })),
  ];
}
