import { yaml } from '../../example';
import type { Rule } from '../../rule';

/** @internal */
export const templatesBesideReference: Rule = {
  code: 'MLL2002',
  title: 'templates beside a workflowTemplateRef',
  severity: 'error',
  why: 'Argo refuses a workflow that names another one as its specification and has templates of its own.',
  fix: 'move the templates into the WorkflowTemplate, or remove workflowTemplateRef',
  engine: /Templates is invalid field in spec/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata:
      generateName: train-
    spec:
      workflowTemplateRef:
        name: train
      templates:
        - name: main
          suspend: {}
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
    kind: Workflow
    metadata:
      generateName: train-
    spec:
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
    for (const { document, kind, spec, at } of argo) {
      if (kind !== 'Workflow' && kind !== 'CronWorkflow') continue;
      if (spec.workflowTemplateRef === undefined || (spec.templates ?? []).length === 0) continue;
      const message = `templates stand beside workflowTemplateRef '${spec.workflowTemplateRef.name}'`;
      yield { document, path: [...at, 'templates'], message };
    }
  },
};
