import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { isLeaf } from '../template-kind';
import { templatesIn } from '../templates';

/** @internal */
export const timeout: Rule = {
  code: 'MLL2022',
  title: 'a timeout where there is none, or without a unit',
  severity: 'error',
  why: 'Argo refuses the workflow. Steps and DAGs have no timeout; a bare number is no duration.',
  fix: "write a duration such as '30m' in the templates that run something",
  engine: /doesn't support (?:pending)?timeout field|invalid duration format/i,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          timeout: '600'
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
          timeout: 10m
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      const { timeout = '' } = template;
      const { document } = object;
      if (timeout === '') continue;
      const path = [...at, 'timeout'];
      if (!isLeaf(template)) yield { document, path, message: `template '${name}' runs no pod and has a timeout` };
      else if (/^[-+]?\d+$/.test(timeout))
        yield { document, path, message: `the timeout '${timeout}' has no unit`, fix: `write '${timeout}s'` };
    }
  },
};
