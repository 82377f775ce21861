import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { objectOf } from '../templates';

/** @internal */
export const unknownWorkflowArgument: Rule = {
  code: 'MLL2156',
  title: 'an argument that the WorkflowTemplate does not know',
  severity: 'warning',
  why: 'Argo takes it and nothing reads it: the run works with the default of the parameter that was meant.',
  fix: 'correct the name, or declare it under spec.arguments.parameters of the WorkflowTemplate',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      arguments:
        parameters:
          - name: scenario
            value: normal
      templates:
        - name: main
          suspend: {}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Replace
      workflowSpec:
        workflowTemplateRef:
          name: train
        arguments:
          parameters:
            - name: szenario
              value: oversized
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
          - name: scenario
            value: normal
      templates:
        - name: main
          suspend: {}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Replace
      workflowSpec:
        workflowTemplateRef:
          name: train
        arguments:
          parameters:
            - name: scenario
              value: oversized
  `,
  *check(project) {
    for (const object of project.argo) {
      const { document, spec, at } = object;
      const ref = spec.workflowTemplateRef;
      const template = ref === undefined ? undefined : objectOf(project, object, ref);
      if (ref === undefined || template === undefined) continue;
      const known = (template.spec.arguments?.parameters ?? []).map(({ name }) => name ?? '');
      const entry = template.spec.templates?.find(({ name }) => name === template.spec.entrypoint);
      known.push(...(entry?.inputs?.parameters ?? []).map(({ name }) => name ?? ''));
      const text = JSON.stringify([template.spec, spec]);
      for (const [i, { name = '' }] of (spec.arguments?.parameters ?? []).entries()) {
        if (known.includes(name) || text.includes(`workflow.parameters.${name}`) || text.includes(`'${name}'`))
          continue;
        // All of them at once may be read.
        if (/workflow\.parameters(?![.\w])/.test(text)) continue;
        const meant = suggest(name, known);
        yield {
          document,
          path: [...at, 'arguments', 'parameters', i],
          message: `'${name}' is no parameter of the WorkflowTemplate '${template.name}'`,
          fix:
            meant !== undefined
              ? `did you mean '${meant}'?`
              : known.length === 0
                ? 'it has none'
                : `it has ${known.join(', ')}`,
        };
      }
    }
  },
};
