import { yaml } from '../../example';
import { mapsIn, textIn } from '../../members';
import type { Rule } from '../../rule';
import { callsIn } from './calls';

/** @internal */
export const workspaceNotGiven: Rule = {
  code: 'MLL2504',
  title: 'a workspace that the Task or Pipeline needs',
  severity: 'error',
  why: 'The run fails when it comes to it: a declared workspace is required but has not been bound.',
  fix: 'bind it under workspaces, or declare it with optional: true',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      workspaces:
        - name: data
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [$(workspaces.data.path)]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      workspaces:
        - name: data
      tasks:
        - name: train
          taskRef:
            name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      workspaces:
        - name: data
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [$(workspaces.data.path)]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      workspaces:
        - name: data
      tasks:
        - name: train
          taskRef:
            name: train
          workspaces:
            - name: data
  `,
  *check(project) {
    for (const { document, given, at, caller, called, isTaskRun } of callsIn(project)) {
      // The settings of Tekton may bind one for a TaskRun.
      if (isTaskRun) continue;
      const bound = mapsIn(given.workspaces).map(([, { name }]) => textIn(name));
      const lacking = mapsIn(called.spec.workspaces)
        .filter(([, workspace]) => workspace.optional !== true && !bound.includes(textIn(workspace.name)))
        .map(([, workspace]) => `'${textIn(workspace.name)}'`);
      if (lacking.length > 0)
        yield {
          document,
          path: at,
          message: `${caller} does not bind the workspace ${lacking.join(', ')} of the ${called.kind} '${called.name}'`,
        };
    }
  },
};
