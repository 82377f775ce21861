import { isMap } from '../../../yaml/is-map';
import { yaml } from '../../example';
import type { Rule } from '../../rule';

/** @internal */
export const nameTooLong: Rule = {
  code: 'MLL2001',
  title: 'a name that is too long for what Argo adds to it',
  severity: 'error',
  why: 'Labels of Kubernetes have 63 characters, and a CronWorkflow adds eleven to its name for each run.',
  fix: 'shorten the name',
  engine: /must not be more than \d+ characters long/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: train-the-recommendation-model-of-the-shop-every-night
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
            suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: train-nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
            suspend: {}
  `,
  *check({ documents }) {
    for (const document of documents) {
      const { apiVersion, kind, metadata } = document.value;
      if (apiVersion !== 'argoproj.io/v1alpha1' || !isMap(metadata)) continue;
      const most = Object.hasOwn(longest, kind) ? longest[kind] : undefined;
      // Argo makes five characters of its own behind a prefix.
      for (const [field, added] of [
        ['name', 0],
        ['generateName', 5],
      ] as const) {
        const name = metadata[field];
        if (most === undefined || typeof name !== 'string' || name.length + added <= most) continue;
        const message = `the ${kind} is called '${name}', ${name.length} characters of at most ${most - added}`;
        yield { document, path: ['metadata', field], message };
      }
    }
  },
};

const longest: { readonly [kind: string]: number } = {
  Workflow: 63,
  WorkflowTemplate: 63,
  ClusterWorkflowTemplate: 63,
  CronWorkflow: 52,
};
