import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { argumentLists } from '../argument-lists';

/** @internal */
export const argumentValueFrom: Rule = {
  code: 'MLL2011',
  title: 'an argument from where no argument can come',
  severity: 'error',
  why: 'path, jsonPath, parameter and expression are for outputs; Argo refuses them in arguments.',
  fix: "use configMapKeyRef or supplied; for an expression write value: '{{= … }}'",
  engine: /valueFrom only allows/,
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
                arguments:
                  parameters:
                    - name: epochs
                      valueFrom:
                        expression: '1 + 2'
        - name: pause
          inputs:
            parameters:
              - name: epochs
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
                arguments:
                  parameters:
                    - name: epochs
                      value: '{{= 1 + 2 }}'
        - name: pause
          inputs:
            parameters:
              - name: epochs
          suspend: {}
  `,
  *check(project) {
    for (const { document, given, at } of argumentLists(project)) {
      for (const [i, { name, valueFrom }] of (given.parameters ?? []).entries()) {
        if (valueFrom === undefined) continue;
        const wrong = (['path', 'jsonPath', 'parameter', 'expression'] as const).filter(
          (field) => (valueFrom[field] ?? '') !== '',
        );
        const { configMapKeyRef, event = '', supplied } = valueFrom;
        if (wrong.length === 0 && (configMapKeyRef !== undefined || event !== '' || supplied !== undefined)) continue;
        const from = wrong.length > 0 ? wrong.join(' and ') : 'nowhere';
        yield {
          document,
          path: [...at, 'parameters', i, 'valueFrom'],
          message: `argument '${name}' takes its value from ${from}`,
        };
      }
    }
  },
};
