import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Rule } from '../rule';

/** @internal */
export const verdictFromStdout: Rule = {
  code: 'MLL4003',
  title: 'a decision about what a program prints',
  severity: 'warning',
  why: 'Whatever else is printed is part of it: a warning of a library, a line break, a word from the data. And it is empty if the pod is killed.',
  fix: 'let the program write one word into a file, and read it as an output parameter with a default: valueFrom: { path: …, default: error }',

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
            - - name: test
                template: judge
            - - name: promote
                template: run
                when: "'{{steps.test.outputs.result}}' == 'pass'"
              - name: hold
                template: run
                when: "'{{steps.test.outputs.result}}' != 'pass'"
        - name: judge
          container:
            image: busybox:1.36.1
            command: [judge]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: run
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
          steps:
            - - name: test
                template: judge
            - - name: promote
                template: run
                when: "'{{steps.test.outputs.parameters.verdict}}' == 'pass'"
              - name: hold
                template: run
                when: "'{{steps.test.outputs.parameters.verdict}}' != 'pass'"
        - name: judge
          container:
            image: busybox:1.36.1
            command: [judge]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: run
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, at, name } of calls) {
        const read = /(?:steps|tasks)(?:\.([\w-]+)|\['([^']+)'\])\.outputs\.result\b/.exec(step.when ?? '');
        if (read === null) continue;
        yield {
          document: object.document,
          path: [...at, 'when'],
          message: `whether '${name}' runs depends on what '${read[1] ?? read[2]}' prints`,
        };
      }
    }
  },
};
