import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const deadline: Rule = {
  code: 'MLL2029',
  title: 'a deadline that Argo does not take',
  severity: 'error',
  why: 'Argo refuses the workflow. Steps and DAGs have no deadline of their own; the specification as a whole has.',
  fix: 'write whole seconds above 0 in the templates that run a pod, or in spec',
  engine: /activeDeadlineSeconds/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          activeDeadlineSeconds: ten
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
          activeDeadlineSeconds: 10
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      const { activeDeadlineSeconds: given, steps, dag } = template;
      const path = [...at, 'activeDeadlineSeconds'];
      const { document } = object;
      if (given === undefined) continue;
      if (steps !== undefined || dag !== undefined)
        yield { document, path, message: `'${name}' runs no pod and has a deadline` };
      else if (!isSeconds(given)) yield { document, path, message: `the deadline of '${name}' is '${given}'` };
    }
  },
};

function isSeconds(value: string | number): boolean {
  if (typeof value === 'number') return value >= 0;
  return /^\+?\d+$/.test(value) || /^\{\{.*\}\}$/.test(value);
}
