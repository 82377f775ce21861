import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { readsIn } from '../scope/tags';
import { templatesIn } from '../templates';

/** @internal */
export const siblingRead: Rule = {
  code: 'MLL2103',
  title: 'a step that reads another one of its own group',
  severity: 'error',
  why: 'Steps of a group start together: Argo waits for the value for ever. Its validation does not see it.',
  fix: 'begin a new group with - - before the step that reads',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: train
                template: train
              - name: show
                template: show
                arguments:
                  parameters:
                    - name: message
                      value: '{{steps.train.outputs.parameters.accuracy}}'
        - name: train
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [ls]
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
        - name: show
          inputs:
            parameters:
              - name: message
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
          steps:
            - - name: train
                template: train
            - - name: show
                template: show
                arguments:
                  parameters:
                    - name: message
                      value: '{{steps.train.outputs.parameters.accuracy}}'
        - name: train
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [ls]
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
        - name: show
          inputs:
            parameters:
              - name: message
          suspend: {}
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, name, at, word, group } of calls) {
        if (word !== 'steps') continue;
        const siblings = new Set(
          calls.filter((other) => other.group === group && other.name !== name).map((other) => other.name),
        );
        for (const field of ['arguments', 'when', 'withParam', 'withSequence'] as const) {
          for (const { name: read, path } of readsIn(step[field], [...at, field])) {
            const other = /^steps\.([^.]+)\./.exec(read)?.[1];
            if (other !== undefined && siblings.has(other))
              yield {
                document: object.document,
                path,
                message: `'${name}' reads '${other}', which starts together with it`,
              };
          }
        }
      }
    }
  },
};
