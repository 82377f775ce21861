import type { Parameter } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { isMadeOfValue, valueNameProblem } from '../name-rules';
import { kindsOf, type TemplateKind } from '../template-kind';
import { templatesIn } from '../templates';

/** @internal */
export const outputValue: Rule = {
  code: 'MLL2031',
  title: 'an output parameter that no value can come from',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'containers and scripts have valueFrom.path, resources jsonPath or jqFilter, steps and DAGs parameter or expression; only one of them',
  engine:
    /valueFrom (?:and|or) value specified|valueFrom type|must be specified for|multiple valueFrom|does not have valueFrom|has both valueFrom|globalName/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          outputs:
            parameters:
              - name: accuracy
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
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at } of templatesIn(project)) {
      const [kind] = kindsOf(template);
      for (const [i, parameter] of (template.outputs?.parameters ?? []).entries()) {
        const path = [...at, 'outputs', 'parameters', i];
        for (const said of problemsOf(parameter, kind))
          yield { document: object.document, path, message: `output '${parameter.name}' ${said}` };
      }
    }
  },
};

const sources = ['path', 'jqFilter', 'jsonPath', 'parameter', 'expression'] as const;

/** From where a value can come, by what the template does. */
const wanted: { readonly [kind in TemplateKind]?: readonly (typeof sources)[number][] } = {
  container: ['path'],
  containerSet: ['path'],
  script: ['path'],
  resource: ['jqFilter', 'jsonPath'],
  dag: ['parameter', 'expression'],
  steps: ['parameter', 'expression'],
};

function* problemsOf(
  { value, valueFrom, globalName = '' }: Parameter,
  kind: TemplateKind | undefined,
): Generator<string> {
  const said = globalName === '' || isMadeOfValue(globalName) ? undefined : valueNameProblem(globalName);
  if (said !== undefined) yield `has a globalName that ${said}`;
  if (valueFrom === undefined) {
    if (value === undefined) yield 'has neither value nor valueFrom';
    return;
  }
  if (value !== undefined) {
    yield 'has value and valueFrom';
    return;
  }
  const given = sources.filter((source) => (valueFrom[source] ?? '') !== '');
  const all = [...given, ...(valueFrom.supplied === undefined ? [] : ['supplied'])];
  if (all.length === 0) yield 'has a valueFrom that says not from where';
  if (all.length > 1) yield `comes from ${all.join(' and ')}`;
  const possible = kind === undefined ? undefined : wanted[kind];
  if (all.length === 1 && possible !== undefined && !given.some((source) => possible.includes(source)))
    yield `comes from ${all[0]}, and a ${kind} template gives ${possible.join(' or ')}`;
}
