import { suggest } from '../../core/suggest';
import type { SensorSpec } from '../../schemas/events/types';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { eventParameters, sensorsIn } from './sensors';

/** @internal */
export const sensorDependency: Rule = {
  code: 'MLL2105',
  title: 'a trigger that names a dependency that there is not',
  severity: 'error',
  why: 'The Sensor never fires, or fires without the value.',
  fix: 'name one of spec.dependencies',

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
                    dependencyName: pushes
                    dataKey: body.after
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
                    dataKey: body.after
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
      const { dependencies = [], triggers = [] } = document.value.spec as SensorSpec;
      const names = dependencies.map(({ name }) => name);
      for (const [i, trigger] of triggers.entries()) {
        const at = ['spec', 'triggers', i];
        for (const [, name = ''] of (trigger.template?.conditions ?? '').matchAll(/([A-Za-z_][\w-]*)/g)) {
          if (!names.includes(name)) yield { document, path: [...at, 'template', 'conditions'], ...told(name, names) };
        }
        for (const { parameter, at: path } of eventParameters(trigger, at)) {
          const name = parameter.src?.dependencyName ?? '';
          if (name !== '' && !names.includes(name))
            yield { document, path: [...path, 'src', 'dependencyName'], ...told(name, names) };
        }
      }
    }
  },
};

function told(name: string, names: readonly string[]): { readonly message: string; readonly fix?: string } {
  const meant = suggest(name, names);
  return {
    message: `there is no dependency '${name}'`,
    ...(meant !== undefined && { fix: `did you mean '${meant}'?` }),
  };
}
