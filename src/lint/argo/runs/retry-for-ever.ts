import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const retryForEver: Rule = {
  code: 'MLL2303',
  title: 'retries without an end',
  severity: 'warning',
  why: 'Without a limit a failing step is tried for ever, at once and again: a backoff is only heeded beside a limit.',
  fix: "write retryStrategy.limit, such as '3'",

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          retryStrategy:
            retryPolicy: Always
          container:
            image: busybox:1.36.1
            command: [ls]
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
          retryStrategy:
            limit: 3
            retryPolicy: Always
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      const { retryStrategy } = template;
      if (retryStrategy === undefined || retryStrategy.limit !== undefined) continue;
      // An expression or a longest time may end it.
      if ((retryStrategy.expression ?? '') !== '' || retryStrategy.backoff?.maxDuration !== undefined) continue;
      yield {
        document: object.document,
        path: [...at, 'retryStrategy'],
        message: `'${name}' is retried without a limit`,
      };
    }
  },
};
