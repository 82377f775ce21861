import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { argumentLists } from '../argument-lists';

/** @internal */
export const argumentOutsideEnum: Rule = {
  code: 'MLL2012',
  title: 'a value that its own enum does not list',
  severity: 'error',
  why: 'Argo refuses the workflow, and a form in its UI offers nothing to choose.',
  fix: 'list the value, or choose one that is listed',
  engine: /should be present in|enum should contain/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      arguments:
        parameters:
          - name: size
            value: huge
            enum: [small, large]
      templates:
        - name: main
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      arguments:
        parameters:
          - name: size
            value: small
            enum: [small, large]
      templates:
        - name: main
          suspend: {}
  `,
  *check(project) {
    for (const { document, given, at } of argumentLists(project)) {
      for (const [i, { name, value, enum: words }] of (given.parameters ?? []).entries()) {
        if (words === undefined) continue;
        const path = [...at, 'parameters', i];
        if (words.length === 0)
          yield { document, path: [...path, 'enum'], message: `the enum of '${name}' lists nothing` };
        else if (value !== undefined && !words.map(String).includes(String(value)))
          yield {
            document,
            path: [...path, 'value'],
            message: `'${name}' is '${value}', and its enum lists ${words.join(', ')}`,
          };
      }
    }
  },
};
