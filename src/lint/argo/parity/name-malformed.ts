import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { namedLists } from '../named-lists';

/** @internal */
export const nameMalformed: Rule = {
  code: 'MLL2004',
  title: 'a name with characters that Argo does not take',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'use letters, digits and -; parameters and artifacts may have _, too',
  engine: /name: '.+' is invalid|globalName: |name '.+' is invalid/,
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
              - name: epochs!
                value: '3'
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
    for (const { document, items, word, problem } of namedLists(project)) {
      for (const { name, at } of items) {
        const said = name === '' ? undefined : problem(name);
        if (said !== undefined) yield { document, path: [...at, 'name'], message: `${word} '${name}' ${said}` };
      }
    }
  },
};
