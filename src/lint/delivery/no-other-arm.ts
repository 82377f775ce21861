import { namesIn } from '../../expr/argo/references';
import { type Call, templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Rule } from '../rule';

/** @internal */
export const noOtherArm: Rule = {
  code: 'MLL4004',
  title: 'a branch that forgets the other words',
  severity: 'warning',
  why: 'For any word that no arm has, nothing runs and the run ends green: a broken gate looks like a good one.',
  fix: 'add an arm with != for all the rest, which ends the run red',

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
                when: "'{{steps.test.outputs.parameters.verdict}}' == 'pass'"
              - name: revert
                template: run
                when: "'{{steps.test.outputs.parameters.verdict}}' == 'fail'"
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
      const branches = new Map<string, { readonly words: string[]; readonly first: Call }>();
      const read = calls.flatMap((call) => namesIn(call.step.when ?? '').map((name) => [name, call] as const));
      for (const [name, call] of read) {
        if (!/^(?:steps|tasks)\.[^.]+\.outputs\./.test(name)) continue;
        const word = equal.exec(call.step.when ?? '')?.[1];
        const branch = branches.get(name);
        // Conditions of another form may be the other arm.
        if (word === undefined) branches.set(name, { words: [], first: call });
        else if (branch === undefined) branches.set(name, { words: [word], first: call });
        else if (branch.words.length > 0) branch.words.push(word);
      }
      for (const [name, { words, first }] of branches) {
        const all = new Set(words);
        if (all.size < 2 || isTruth(all)) continue;
        const listed = [...all].map((word) => `'${word}'`).join(' and ');
        yield {
          document: object.document,
          path: [...first.at, 'when'],
          message: `there are arms for ${listed} of {{${name}}}, and none for other words`,
        };
      }
    }
  },
};

/** One comparison and nothing else. */
const equal = /^\s*['"]?\{\{[^{}]*\}\}['"]?\s*==\s*['"]?([\w.-]+)['"]?\s*$/;

/** Two words that are all there can be. */
function isTruth(words: ReadonlySet<string>): boolean {
  return [...words].every((word) => /^(?:true|false|yes|no)$/i.test(word));
}
