import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { dagDependencies } from '../dag-dependencies';
import { readsIn } from '../scope/tags';
import { templatesIn } from '../templates';

/** @internal */
export const missingDependency: Rule = {
  code: 'MLL2035',
  title: 'a task that reads another one and does not wait for it',
  severity: 'error',
  why: 'It may start before the value is there; Argo then waits for ever, where its validation did not refuse it.',
  fix: 'write the task into depends or dependencies',
  engine: /missing dependency/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          dag:
            tasks:
              - name: train
                template: train
              - name: show
                template: show
                arguments:
                  parameters:
                    - name: message
                      value: 'accuracy {{tasks.train.outputs.parameters.accuracy}}'
        - name: train
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
          dag:
            tasks:
              - name: train
                template: train
              - name: show
                template: show
                depends: train.Succeeded
                arguments:
                  parameters:
                    - name: message
                      value: 'accuracy {{tasks.train.outputs.parameters.accuracy}}'
        - name: train
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
    for (const placed of templatesIn(project)) {
      const { ancestorsOf } = dagDependencies(placed);
      const names = new Set(placed.calls.map(({ name }) => name));
      for (const { step, name, at, word } of placed.calls) {
        if (word !== 'tasks') continue;
        const before = ancestorsOf(name);
        for (const field of ['arguments', 'when', 'withParam', 'withSequence'] as const) {
          for (const { name: read, path } of readsIn(step[field], [...at, field])) {
            const other = /^tasks\.([^.]+)\.(?:outputs|status|exitCode|ip|id|startedAt|finishedAt)/.exec(read)?.[1];
            if (other === undefined || other === name || !names.has(other) || before.includes(other)) continue;
            yield {
              document: placed.object.document,
              path,
              message: `'${name}' reads '${other}' and does not wait for it`,
              fix: `write depends: ${other}`,
            };
          }
        }
      }
    }
  },
};
