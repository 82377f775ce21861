import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { namedLists } from '../named-lists';

/** @internal */
export const nameMissing: Rule = {
  code: 'MLL2003',
  title: 'something without a name that needs one',
  severity: 'error',
  why: 'Argo refuses the workflow: nothing could refer to it.',
  fix: 'give it a name',
  engine: /name is required|'' is invalid/,
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
            parameters:
              - value: '3'
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
          inputs:
            parameters:
              - name: epochs
                value: '3'
          suspend: {}
  `,
  *check(project) {
    for (const { document, items, word } of namedLists(project)) {
      for (const { name, at } of items) {
        if (name === '') yield { document, path: at, message: `the ${word} has no name` };
      }
    }
  },
};
