import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const deadlineDoesNotFit: Rule = {
  code: 'MLL2304',
  title: 'a deadline that is longer than that of the whole',
  severity: 'warning',
  why: 'The workflow is ended first, and what should happen at the deadline of the step does not.',
  fix: 'shorten it, or lengthen activeDeadlineSeconds of spec',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      activeDeadlineSeconds: 600
      templates:
        - name: main
          activeDeadlineSeconds: 3600
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
      activeDeadlineSeconds: 3600
      templates:
        - name: main
          activeDeadlineSeconds: 600
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      const whole = object.spec.activeDeadlineSeconds;
      const own = Number(template.activeDeadlineSeconds);
      if (whole === undefined || !(own > whole)) continue;
      yield {
        document: object.document,
        path: [...at, 'activeDeadlineSeconds'],
        message: `'${name}' may take ${own} seconds, and all together ${whole}`,
      };
    }
  },
};
