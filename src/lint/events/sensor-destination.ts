import { yaml } from '../example';
import { mapIn } from '../members';
import type { Rule } from '../rule';
import { resourceParameters } from './sensors';

/** @internal */
export const sensorDestination: Rule = {
  code: 'MLL2106',
  title: 'a value of an event that goes to a parameter that there is not',
  severity: 'error',
  why: 'Destinations count positions: the value lands in no parameter, or makes one without a name.',
  fix: 'count the parameters of the resource from 0',

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
                    dataKey: body.after
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
  *check(project) {
    for (const { document, parameter, at, resource } of resourceParameters(project)) {
      const { dest } = parameter;
      const position = /^spec\.arguments\.parameters\.(\d+)(?:\.|$)/.exec(dest ?? '')?.[1];
      const declared = mapIn(resource, 'spec', 'arguments').parameters;
      const count = Array.isArray(declared) ? declared.length : 0;
      if (position === undefined || Number(position) < count) continue;
      const last = count === 0 ? 'it has none' : `the last one is ${count - 1}`;
      yield {
        document,
        path: [...at, 'dest'],
        message: `'${dest}' is parameter ${position} of the workflow, and ${last}`,
      };
    }
  },
};
