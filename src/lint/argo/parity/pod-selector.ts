import { yaml } from '../../example';
import type { Rule } from '../../rule';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** @internal */
export const podSelector: Rule = {
  code: 'MLL2052',
  title: 'a selector of pods to delete that selects nothing',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'correct the selector',
  engine: /podGC\.labelSelector|is not a valid label selector operator|for '(?:in|exists)', '/i,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      podGC:
        strategy: OnPodSuccess
        labelSelector:
          matchExpressions:
            - key: keep
              operator: Equals
              values: ['false']
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
      podGC:
        strategy: OnPodSuccess
        labelSelector:
          matchExpressions:
            - key: keep
              operator: In
              values: ['false']
      templates:
        - name: main
          suspend: {}
  `,
  *check({ argo }) {
    for (const { document, spec, at } of argo) {
      const { matchExpressions = [] } = spec.podGC?.labelSelector ?? {};
      for (const [i, { operator, values = [] }] of matchExpressions.entries()) {
        const path = [...at, 'podGC', 'labelSelector', 'matchExpressions', i];
        const isSet = operator === 'In' || operator === 'NotIn';
        if (!operators.includes(operator))
          yield {
            document,
            path: [...path, 'operator'],
            message: `there is no operator '${operator}'`,
            fix: `write one of ${operators.join(', ')}`,
          };
        else if (isSet !== values.length > 0)
          yield {
            document,
            path,
            message: `'${operator}' ${isSet ? 'compares with nothing' : 'takes no values'}`,
            fix: isSet ? "write 'values'" : "remove 'values'",
          };
      }
    }
  },
};
