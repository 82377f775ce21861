import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { kindsOf } from '../template-kind';
import { templatesIn } from '../templates';

/** @internal */
export const templateType: Rule = {
  code: 'MLL2015',
  title: 'a template that says nothing, or several things, of what it does',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'write exactly one of container, script, steps, dag, resource, suspend, http, data, containerSet and plugin',
  engine: /template type(?:s)? (?:unspecified|specified|is unknown)|type is unknown|multiple template types/,
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
              - name: epochs
                value: '3'
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
    for (const { object, template, at, name } of templatesIn(project)) {
      const kinds = kindsOf(template);
      if (kinds.length === 1) continue;
      const said = kinds.length === 0 ? 'says not what it does' : `is ${kinds.join(' and ')} at once`;
      yield { document: object.document, path: at, message: `template '${name}' ${said}` };
    }
  },
};
