import { yaml } from '../../example';
import type { Rule } from '../../rule';
import type { ArgoObject } from '../objects';

/** @internal */
export const twoCrons: Rule = {
  code: 'MLL2104',
  title: 'two schedules for one template',
  severity: 'warning',
  why: 'concurrencyPolicy looks at one CronWorkflow only: their runs overlap, and both may deploy.',
  fix: 'put all schedules into one CronWorkflow, under schedules',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        workflowTemplateRef:
          name: train
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: weekly
    spec:
      schedules: ['0 3 * * 0']
      concurrencyPolicy: Forbid
      workflowSpec:
        workflowTemplateRef:
          name: train
    ---
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
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *', '0 3 * * 0']
      concurrencyPolicy: Forbid
      workflowSpec:
        workflowTemplateRef:
          name: train
    ---
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
  *check({ argo }) {
    const seen = new Map<string, ArgoObject>();
    for (const object of argo) {
      const { cron, spec, namespace, document, at } = object;
      const ref = spec.workflowTemplateRef;
      if (cron === undefined || cron.suspend === true || ref?.name === undefined) continue;
      // With other arguments it may be another model.
      const key = JSON.stringify([ref, namespace, spec.entrypoint, spec.arguments]);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, object);
      else if (other.name !== object.name)
        yield {
          document,
          path: [...at, 'workflowTemplateRef'],
          message: `the CronWorkflow '${other.name}' starts '${ref.name}', too`,
        };
    }
  },
};
