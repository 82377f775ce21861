import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesOf } from '../templates';

/** @internal */
export const hookWithoutExpression: Rule = {
  code: 'MLL2007',
  title: 'a hook that says not when it runs',
  severity: 'error',
  why: 'Only the hook that is called exit knows when it runs; Argo refuses the others without an expression.',
  fix: 'write expression, such as steps[\'train\'].status == "Running", or call the hook exit',
  engine: /Expression required/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: train
                template: pause
                hooks:
                  started:
                    template: pause
        - name: pause
          suspend: {}
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
          steps:
            - - name: train
                template: pause
                hooks:
                  started:
                    expression: steps['train'].status == "Running"
                    template: pause
        - name: pause
          suspend: {}
  `,
  *check({ argo }) {
    for (const object of argo) {
      const { document, spec, at } = object;
      const places = [
        { hooks: spec.hooks, at },
        ...templatesOf(object).flatMap(({ calls }) =>
          calls.map(({ step, at: place }) => ({ hooks: step.hooks, at: place })),
        ),
      ];
      for (const { hooks, at: place } of places) {
        for (const [name, { expression = '' }] of Object.entries(hooks ?? {})) {
          if (name !== 'exit' && expression === '')
            yield { document, path: [...place, 'hooks', name], message: `hook '${name}' has no expression` };
        }
      }
    }
  },
};
