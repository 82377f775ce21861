import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Rule } from '../rule';

/** @internal */
export const verdictFromExitCode: Rule = {
  code: 'MLL4064',
  title: 'a decision about an exit code',
  severity: 'warning',
  why: 'A gate that was killed, had no memory or found no server ends with a code as well: a good version is reverted, or the code is empty and nothing runs.',
  fix: 'let the program write one word into a file, and read it as an output parameter with a default: valueFrom: { path: …, default: error }',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: gate
                template: run
                continueOn:
                  failed: true
            - - name: promote
                template: run
                when: "'{{steps.gate.exitCode}}' == '0'"
              - name: revert
                template: run
                when: "'{{steps.gate.exitCode}}' != '0'"
        - name: run
          container:
            image: checker:1.4.2
            command: [check]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: gate
                template: gate
            - - name: promote
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' == 'pass'"
              - name: revert
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' != 'pass'"
        - name: gate
          container:
            image: checker:1.4.2
            command: [check]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: run
          container:
            image: checker:1.4.2
            command: [act]
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, at, name } of calls) {
        const read = /(?:steps|tasks)(?:\.([\w-]+)|\['([^']+)'\])\.exitCode\b/.exec(step.when ?? '');
        if (read === null) continue;
        yield {
          document: object.document,
          path: [...at, 'when'],
          message: `whether '${name}' runs depends on the exit code of '${read[1] ?? read[2]}'`,
        };
      }
    }
  },
};
