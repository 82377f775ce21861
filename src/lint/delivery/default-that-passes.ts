import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { passing } from './words';

/** @internal */
export const defaultThatPasses: Rule = {
  code: 'MLL4058',
  title: 'a verdict that is good when there is none',
  severity: 'warning',
  why: 'A gate that is killed, or ends without writing its file, leaves the default: everything is promoted.',
  fix: 'write a default that no arm promotes on, such as error',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: gate
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: checker:1.4.2
            command: [check]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: pass
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: gate
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: checker:1.4.2
            command: [check]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      for (const [i, output] of (template.outputs?.parameters ?? []).entries()) {
        const word = output.valueFrom?.default ?? output.default;
        // A suspend waits for a person, who is no program that dies.
        if (word === undefined || !passing.has(String(word).toLowerCase())) continue;
        if (!isVerdict.test(output.name ?? '')) continue;
        yield {
          document: object.document,
          path: [...at, 'outputs', 'parameters', i],
          message: `'${output.name}' of '${name}' is '${word}' if nothing was written`,
        };
      }
    }
  },
};

const isVerdict = /verdict|result|status|decision|outcome|approv|pass|healthy|success|gate|promote/i;
