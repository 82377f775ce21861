import { yaml } from '../example';
import { mapIn, mapsIn, textIn } from '../members';
import type { Rule } from '../rule';
import { resourceParameters } from './sensors';

/** @internal */
export const otherParameter: Rule = {
  code: 'MLL2157',
  title: 'a value of an event that goes to another parameter',
  severity: 'warning',
  why: 'dest counts parameters, it does not name them: after a parameter was added or moved the value arrives under another name.',
  fix: 'count again, from 0, the parameters under spec.arguments of the workflow in the trigger',

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
                        - name: environment
                          value: staging
                        - name: model-version
                          value: '0'
                    workflowTemplateRef:
                      name: train
              parameters:
                - src:
                    dependencyName: push
                    dataKey: body.model_version
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
          - name: environment
            value: staging
          - name: model-version
            value: '0'
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
                        - name: environment
                          value: staging
                        - name: model-version
                          value: '0'
                    workflowTemplateRef:
                      name: train
              parameters:
                - src:
                    dependencyName: push
                    dataKey: body.model_version
                  dest: spec.arguments.parameters.1.value
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      arguments:
        parameters:
          - name: environment
            value: staging
          - name: model-version
            value: '0'
      templates:
        - name: main
          suspend: {}
  `,
  *check(project) {
    for (const { document, parameter, at, resource } of resourceParameters(project)) {
      const { dest, src } = parameter;
      const declared = mapIn(resource, 'spec', 'arguments').parameters;
      const names = mapsIn(declared).map(([, { name }]) => textIn(name));
      const position = Number(/^spec\.arguments\.parameters\.(\d+)\.value$/.exec(dest ?? '')?.[1]);
      const own = names[position];
      const key = plain((src?.dataKey ?? '').split('.').at(-1) ?? '');
      const meant = names.findIndex((name) => plain(name) === key);
      if (own === undefined || meant < 0 || meant === position || plain(own) === key) continue;
      yield {
        document,
        path: [...at, 'dest'],
        message: `'${src?.dataKey}' goes to parameter ${position}, which is '${own}', and '${names[meant]}' is parameter ${meant}`,
        fix: `write dest: spec.arguments.parameters.${meant}.value`,
      };
    }
  },
};

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');
