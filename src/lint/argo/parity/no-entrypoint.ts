import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { objectOf } from '../templates';

/** @internal */
export const noEntrypoint: Rule = {
  code: 'MLL2006',
  title: 'a workflow without an entrypoint',
  severity: 'error',
  why: 'Argo does not know which template to begin with.',
  fix: 'name the template that it begins with in entrypoint',
  engine: /entrypoint is required/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata:
      generateName: train-
    spec:
      templates:
        - name: main
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata:
      generateName: train-
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
  `,
  *check(project) {
    for (const object of project.argo) {
      const { document, kind, spec, at } = object;
      if (kind !== 'Workflow' && kind !== 'CronWorkflow') continue;
      const ref = spec.workflowTemplateRef;
      // One that is not among the files may have it.
      const from = ref === undefined ? undefined : objectOf(project, object, ref);
      if (
        (spec.entrypoint ?? '') !== '' ||
        (ref !== undefined && from === undefined) ||
        from?.spec.entrypoint !== undefined
      )
        continue;
      yield { document, path: at, message: `the ${kind} names no template to begin with` };
    }
  },
};
