import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Rule } from '../rule';

/** @internal */
export const failureUnseen: Rule = {
  code: 'MLL4001',
  title: 'a failure that nobody looks at',
  severity: 'warning',
  why: 'continueOn lets the run go on, and green, though the step failed: a gate that is written so never stops anything.',
  fix: "look at '{{steps.test.status}}' in a when, or remove continueOn",

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
                template: run
                continueOn:
                  failed: true
            - - name: deploy
                template: run
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
                template: run
                continueOn:
                  failed: true
            - - name: deploy
                template: run
                when: "'{{steps.test.status}}' == 'Succeeded'"
        - name: run
          container:
            image: busybox:1.36.1
            command: [ls]
  `,
  *check(project) {
    for (const { object, calls, template } of templatesIn(project)) {
      for (const { step, name, at, word } of calls) {
        if (step.continueOn?.failed !== true) continue;
        // Any mention of it may be a look: its status, its exit code, its outputs.
        const others = JSON.stringify([
          calls.filter((call) => call.name !== name).map((call) => call.step),
          template.outputs,
        ]);
        if (others.includes(`${word}.${name}.`) || others.includes(`${word}['${name}']`)) continue;
        const hooks = JSON.stringify(step.hooks ?? {});
        if (hooks.includes('.status') || (step.onExit ?? '') !== '') continue;
        yield {
          document: object.document,
          path: [...at, 'continueOn'],
          message: `'${name}' may fail, and nothing looks at how it ended`,
          fix: `look at '{{${word}.${name}.status}}' in a when, or remove continueOn`,
        };
      }
    }
  },
};
