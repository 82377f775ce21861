import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templateCalled, templatesIn } from '../templates';

/** @internal */
export const unknownArgument: Rule = {
  code: 'MLL2102',
  title: 'an argument that the template does not take',
  severity: 'error',
  why: 'Argo drops it silently, and the template works with its default.',
  fix: 'correct the name, or declare the input',

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
                template: train
                arguments:
                  parameters:
                    - name: epoch
                      value: '10'
        - name: train
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [ls]
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
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
                template: train
                arguments:
                  parameters:
                    - name: epochs
                      value: '10'
        - name: train
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [ls]
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const call of calls) {
        const called = templateCalled(project, object, call);
        if (called === undefined || called === 'unknown') continue;
        for (const word of ['parameters', 'artifacts'] as const) {
          const taken = (called.template.inputs?.[word] ?? []).map(({ name }) => name);
          for (const [i, { name }] of (call.step.arguments?.[word] ?? []).entries()) {
            if (taken.includes(name)) continue;
            const meant = suggest(name, taken);
            const listed = taken.length === 0 ? 'remove it, or declare the input' : `it takes ${taken.join(', ')}`;
            yield {
              document: object.document,
              path: [...call.at, 'arguments', word, i],
              message: `'${call.name}' hands '${name}' to template '${called.name}', which does not take it`,
              fix: meant === undefined ? listed : `did you mean '${meant}'?`,
            };
          }
        }
      }
    }
  },
};
