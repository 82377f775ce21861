import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const loop: Rule = {
  code: 'MLL2032',
  title: 'a loop over two things at once',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'leave one of withItems, withParam and withSequence; in a sequence one of count and end',
  engine: /only one of (?:withItems|count)/,
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
                withItems: [a, b]
                withSequence:
                  count: 2
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
                withItems: [a, b]
        - name: pause
          suspend: {}
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, name, at } of calls) {
        const { withItems = [], withParam = '', withSequence } = step;
        const given = [
          ...(withItems.length > 0 ? ['withItems'] : []),
          ...(withParam === '' ? [] : ['withParam']),
          ...(withSequence === undefined ? [] : ['withSequence']),
        ];
        const { document } = object;
        if (given.length > 1) yield { document, path: at, message: `'${name}' has ${given.join(' and ')}` };
        if (withSequence?.count !== undefined && withSequence.end !== undefined)
          yield { document, path: [...at, 'withSequence'], message: `the sequence of '${name}' has count and end` };
      }
    }
  },
};
