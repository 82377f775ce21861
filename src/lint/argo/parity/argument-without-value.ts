import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { argumentLists } from '../argument-lists';

/** @internal */
export const argumentWithoutValue: Rule = {
  code: 'MLL2010',
  title: 'an argument without a value',
  severity: 'error',
  why: 'Argo refuses the workflow: a step must say what it hands on, and a CronWorkflow is started by nobody who could.',
  fix: 'write value, or valueFrom with configMapKeyRef',
  engine: /\.value or .*\.valueFrom is required|\.value is required/,
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
                      value: '3'
        - name: pause
          inputs:
            parameters:
              - name: epochs
          suspend: {}
  `,
  *check(project) {
    for (const { document, given, at, mayBeEmpty } of argumentLists(project)) {
      for (const [i, { name, value, valueFrom }] of (given.parameters ?? []).entries()) {
        if (mayBeEmpty || value !== undefined || valueFrom !== undefined) continue;
        yield { document, path: [...at, 'parameters', i], message: `'${name}' has neither value nor valueFrom` };
      }
    }
  },
};
