import { yaml } from '../../example';
import { mapIn, textIn } from '../../members';
import { objectsOf } from '../../objects/named';
import { mending, missingFrom } from '../../objects/names-here';
import type { Rule } from '../../rule';
import { tektonObjects } from './objects';
import { pipelinesIn, taskNamed } from './pipelines';

/** @internal */
export const taskNotHere: Rule = {
  code: 'MLL2501',
  title: 'a Task or Pipeline that is not among these files',
  severity: 'warning',
  why: 'The run fails when it starts: CouldntGetTask, CouldntGetPipeline. Said where the files hold other Tasks or Pipelines that are named.',
  fix: 'correct the name, or add the object',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train-model
    spec:
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: train
          taskRef:
            name: train-modell
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train-model
    spec:
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: train
          taskRef:
            name: train-model
  `,
  *check(project) {
    const ofTasks = pipelinesIn(project).flatMap(({ document, owner, tasks }) =>
      tasks.flatMap(({ task, at }) => {
        const name = taskNamed(mapIn(task, 'taskRef'));
        return name === undefined
          ? []
          : [{ document, kind: 'Task', name, namespace: owner.namespace, path: [...at, 'taskRef', 'name'] }];
      }),
    );
    const ofRuns = tektonObjects(project).flatMap(({ document, kind, namespace, value, base }) => {
      const field = kind === 'TaskRun' ? 'taskRef' : kind === 'PipelineRun' ? 'pipelineRef' : '';
      const { name, resolver, bundle } = mapIn(value, 'spec', field);
      if (textIn(name) === '' || resolver !== undefined || bundle !== undefined || textIn(name).includes('$('))
        return [];
      const wanted = kind === 'TaskRun' ? 'Task' : 'Pipeline';
      return [{ document, kind: wanted, name: textIn(name), namespace, path: [...base, 'spec', field, 'name'] }];
    });
    for (const kind of ['Task', 'Pipeline']) {
      const wanted = [...ofTasks, ...ofRuns].filter((each) => each.kind === kind);
      for (const missing of missingFrom(objectsOf(project, kind, 'tekton.dev'), wanted)) {
        const { document, path, name } = missing.reference;
        yield { document, path, message: `the ${kind} '${name}' is not in these files`, fix: mending(missing) };
      }
    }
  },
};
