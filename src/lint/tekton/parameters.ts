import type { ParamSpec } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import { type TektonObject, tektonObjects } from './objects';
import { pipelinesIn } from './pipelines';
import { tasksIn } from './tasks';

/** The parameters that a Task, a Pipeline or a StepAction declares. @internal */
export interface DeclaredParameters {
  readonly object: TektonObject;
  readonly params: readonly ParamSpec[];
  /** Way to the list. */
  readonly at: YamlPath;
  /** Of a Task or StepAction, which reads them in its steps. */
  readonly isOfTask: boolean;
}

/** All of them. @internal */
export function parametersIn(project: Project): readonly DeclaredParameters[] {
  const declared =
    (isOfTask: boolean) =>
    (placed: {
      readonly object: TektonObject;
      readonly spec: { readonly params?: readonly ParamSpec[] };
      readonly at: YamlPath;
    }): DeclaredParameters => ({
      object: placed.object,
      params: placed.spec.params ?? [],
      at: [...placed.at, 'params'],
      isOfTask,
    });
  const actions = tektonObjects(project).filter(({ kind }) => kind === 'StepAction');
  return [
    ...pipelinesIn(project).map(declared(false)),
    ...tasksIn(project).map(declared(true)),
    ...actions.map((object) => ({
      object,
      params: (object.spec.params as ParamSpec[] | undefined) ?? [],
      at: [...object.at, 'params'],
      isOfTask: true,
    })),
  ];
}
