import type { SensorSpec } from '../../schemas/events/types';
import type { YamlPath } from '../../yaml/read';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { eventParameters, sensorsIn } from './sensors';

/** @internal */
export const bracketInKey: Rule = {
  code: 'MLL2164',
  title: 'a key of an event that is written with brackets',
  severity: 'warning',
  why: 'Argo Events looks for a field with brackets in its name, and finds none: the trigger fails or takes its default, a filter lets nothing through.',
  fix: 'write a dot before the number: body.commits.0.id',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: pushed
    spec:
      dependencies:
        - name: push
          eventSourceName: github
          eventName: push
      triggers:
        - template:
            name: train
            argoWorkflow:
              operation: submit
              source:
                resource:
                  apiVersion: argoproj.io/v1alpha1
                  kind: Workflow
                  metadata:
                    generateName: train-
                  spec:
                    arguments:
                      parameters:
                        - name: commit
                          value: main
                    workflowTemplateRef:
                      name: train
              parameters:
                - src:
                    dependencyName: push
                    dataKey: body.commits[0].id
                  dest: spec.arguments.parameters.0.value
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      arguments:
        parameters:
          - name: commit
            value: main
      templates:
        - name: main
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: pushed
    spec:
      dependencies:
        - name: push
          eventSourceName: github
          eventName: push
      triggers:
        - template:
            name: train
            argoWorkflow:
              operation: submit
              source:
                resource:
                  apiVersion: argoproj.io/v1alpha1
                  kind: Workflow
                  metadata:
                    generateName: train-
                  spec:
                    arguments:
                      parameters:
                        - name: commit
                          value: main
                    workflowTemplateRef:
                      name: train
              parameters:
                - src:
                    dependencyName: push
                    dataKey: body.commits.0.id
                  dest: spec.arguments.parameters.0.value
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      arguments:
        parameters:
          - name: commit
            value: main
      templates:
        - name: main
          suspend: {}
  `,
  *check({ documents, issuesOf }) {
    for (const document of sensorsIn(documents, issuesOf)) {
      for (const { key, path } of keysOf(document.value.spec as SensorSpec)) {
        if (!key.includes('[') || !isPlain.test(key)) continue;
        const meant = key.replaceAll(bracket, (_, index: string) => `.${index === '*' ? '#' : index}`);
        yield { document, path, message: `'${key}' has brackets in it`, fix: `write ${meant}` };
      }
    }
  },
};

/** Names with indices behind, and nothing else: brackets stand for themselves in the queries that gjson has. */
const isPlain = /^[\w-]+(?:\[(?:\d+|\*)\]|\.[\w-]+)*$/;
const bracket = /\[(\d+|\*)\]/g;

interface Key {
  readonly key: string;
  readonly path: YamlPath;
}

function* keysOf({ dependencies = [], triggers = [] }: SensorSpec): Generator<Key> {
  for (const [i, { filters }] of dependencies.entries()) {
    const at = ['spec', 'dependencies', i, 'filters'];
    for (const [j, { path: key = '' }] of (filters?.data ?? []).entries())
      yield { key, path: [...at, 'data', j, 'path'] };
    for (const [j, { fields = [] }] of (filters?.exprs ?? []).entries())
      for (const [k, { path: key = '' }] of fields.entries())
        yield { key, path: [...at, 'exprs', j, 'fields', k, 'path'] };
  }
  for (const [i, trigger] of triggers.entries())
    for (const { parameter, at } of eventParameters(trigger, ['spec', 'triggers', i]))
      for (const field of ['dataKey', 'contextKey'] as const)
        yield { key: parameter.src?.[field] ?? '', path: [...at, 'src', field] };
}
