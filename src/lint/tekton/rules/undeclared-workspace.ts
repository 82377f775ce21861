import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { pipelinesIn } from '../pipelines';
import { tasksIn } from '../tasks';

/** @internal */
export const undeclaredWorkspace: Rule = {
  code: 'MLL1309',
  title: 'a workspace that is used and not declared',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "declare it in 'workspaces' of the Task or Pipeline",
  engine: /undefined workspace|expects workspace with name|workspace \d+ has empty name/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: train
          taskRef:
            name: train
          workspaces:
            - name: data
              workspace: shared
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      workspaces:
        - name: shared
      tasks:
        - name: train
          taskRef:
            name: train
          workspaces:
            - name: data
              workspace: shared
  `,
  *check(project) {
    for (const { object, spec, at } of tasksIn(project)) {
      const names = (spec.workspaces ?? []).map(({ name }) => name);
      for (const field of ['steps', 'sidecars'] as const) {
        for (const [i, { workspaces = [] }] of (spec[field] ?? []).entries()) {
          for (const [j, { name }] of workspaces.entries())
            if (!names.includes(name))
              yield {
                document: object.document,
                path: [...at, field, i, 'workspaces', j, 'name'],
                ...told(name, names, 'Task'),
              };
        }
      }
    }
    for (const { object, spec, at, isAlone, tasks, finals } of pipelinesIn(project)) {
      const { document } = object;
      const names = (spec.workspaces ?? []).map(({ name }) => name);
      for (const [i, name] of names.entries())
        if (name === '')
          yield { document, path: [...at, 'workspaces', i], message: 'the workspace has no name', fix: "write 'name'" };
      // What a run holds may use the workspaces of the run.
      for (const { task, at: place } of isAlone ? [...tasks, ...finals] : []) {
        for (const [i, { name, workspace = '' }] of (task.workspaces ?? []).entries()) {
          const used = workspace === '' ? name : workspace;
          const path = [...place, 'workspaces', i, workspace === '' ? 'name' : 'workspace'];
          if (!names.includes(used)) yield { document, path, ...told(used, names, 'Pipeline') };
        }
      }
    }
  },
};

function told(
  name: string,
  names: readonly string[],
  kind: string,
): { readonly message: string; readonly fix: string } {
  const meant = suggest(name, names);
  return {
    message: `the ${kind} declares no workspace '${name}'`,
    fix: meant === undefined ? `write '- name: ${name}' in 'workspaces' of the ${kind}` : `did you mean '${meant}'?`,
  };
}
