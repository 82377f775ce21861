import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesOf } from '../templates';

/** @internal */
export const onlyEngineReads: Rule = {
  code: 'MLL2037',
  title: 'what Argo reads and its own CRDs do not',
  severity: 'warning',
  why: 'With the full CRDs, the default since 4.0, the API server refuses the object; kubectl and Argo CD then cannot apply it.',
  fix: 'put the value in quotes; give gauges realtime',
  engine: /Invalid value: "(?:integer|number|boolean)"|gauge\.realtime: Required/,
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
                value: 3
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
          inputs:
            parameters:
              - name: epochs
                value: '3'
          suspend: {}
  `,
  *check(project) {
    for (const object of project.argo) {
      const { document, spec, at } = object;
      const lists = [
        { parameters: spec.arguments?.parameters, path: [...at, 'arguments', 'parameters'] },
        ...templatesOf(object).flatMap(({ template, at: place, calls }) => [
          { parameters: template.inputs?.parameters, path: [...place, 'inputs', 'parameters'] },
          { parameters: template.outputs?.parameters, path: [...place, 'outputs', 'parameters'] },
          ...calls.map(({ step, at: where }) => ({
            parameters: step.arguments?.parameters,
            path: [...where, 'arguments', 'parameters'],
          })),
        ]),
      ];
      for (const { parameters = [], path } of lists) {
        for (const [i, parameter] of parameters.entries()) {
          for (const field of ['value', 'default'] as const) {
            const value: unknown = parameter[field];
            if (typeof value === 'number' || typeof value === 'boolean')
              yield {
                document,
                path: [...path, i, field],
                message: `the ${field} of '${parameter.name}' is ${value}, not text`,
                fix: `put it in quotes: '${value}'`,
              };
          }
        }
      }
      for (const { template, at: place } of templatesOf(object)) {
        for (const [i, { name, gauge }] of (template.metrics?.prometheus ?? []).entries()) {
          if (gauge !== undefined && gauge.realtime === undefined)
            yield {
              document,
              path: [...place, 'metrics', 'prometheus', i, 'gauge'],
              message: `the gauge of '${name}' lacks 'realtime'`,
              fix: 'write realtime: false',
            };
        }
      }
    }
  },
};
