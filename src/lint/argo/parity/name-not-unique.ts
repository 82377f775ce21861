import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { namedLists } from '../named-lists';

/** @internal */
export const nameNotUnique: Rule = {
  code: 'MLL2005',
  title: 'two of one name',
  severity: 'error',
  why: 'Argo refuses the workflow: a reference could mean either.',
  fix: 'rename one of the two',
  engine: /is not unique|duplicated nodeName/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
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
      templates:
        - name: main
          suspend: {}
  `,
  *check(project) {
    for (const { document, items, word } of namedLists(project)) {
      const seen = new Set<string>();
      for (const { name, at } of items) {
        if (name !== '' && seen.has(name))
          yield { document, path: [...at, 'name'], message: `there are two ${word}s called '${name}'` };
        seen.add(name);
      }
    }
  },
};
