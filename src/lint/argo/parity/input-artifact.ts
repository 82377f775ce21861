import type { Template } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { isLeaf, kindsOf } from '../template-kind';
import { templatesIn } from '../templates';

/** @internal */
export const inputArtifact: Rule = {
  code: 'MLL2017',
  title: 'an input artifact that goes nowhere, or comes from where none can',
  severity: 'error',
  why: 'Argo refuses the workflow: a pod needs a path to find the file at, and steps or a DAG have no files.',
  fix: 'give it a path without .. in templates that run a pod, and none elsewhere; where it comes from is said by the caller',
  engine: /did not specify a path|path containing '\.\.'|only valid in container\/script|from not valid in inputs/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            artifacts:
              - name: data
                raw:
                  data: a,b
          container:
            image: busybox:1.36.1
            command: [ls, /data]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            artifacts:
              - name: data
                path: /data
                raw:
                  data: a,b
          container:
            image: busybox:1.36.1
            command: [ls, /data]
  `,
  *check(project) {
    for (const { object, template, at } of templatesIn(project)) {
      const { document } = object;
      for (const side of ['inputs', 'outputs'] as const) {
        for (const [i, { name, path = '', from = '' }] of (template[side]?.artifacts ?? []).entries()) {
          const place = [...at, side, 'artifacts', i];
          const said = pathProblem(template, path);
          if (said !== undefined) yield { document, path: place, message: `artifact '${name}' ${said}` };
          if (side === 'inputs' && from !== '')
            yield { document, path: [...place, 'from'], message: `artifact '${name}' is an input with from` };
        }
      }
    }
  },
};

function pathProblem(template: Template, path: string): string | undefined {
  if (kindsOf(template).length !== 1) return undefined;
  if (!isLeaf(template)) return path === '' ? undefined : 'has a path, and the template runs no pod';
  if (path === '') return 'has no path';
  return path.split('/').includes('..') ? "has a path with '..' in it" : undefined;
}
