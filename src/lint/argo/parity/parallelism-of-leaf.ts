import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const parallelismOfLeaf: Rule = {
  code: 'MLL2030',
  title: 'parallelism of a template that runs one thing',
  severity: 'error',
  why: 'Argo refuses the workflow: only steps and DAGs have several things to limit.',
  fix: 'move it to the template that has the steps, or to spec',
  engine: /parallelism is only valid/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          parallelism: 2
          container:
            image: busybox:1.36.1
            command: [ls]
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
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      if (template.parallelism === undefined || template.steps !== undefined || template.dag !== undefined) continue;
      yield {
        document: object.document,
        path: [...at, 'parallelism'],
        message: `template '${name}' runs one thing and limits how many`,
      };
    }
  },
};
