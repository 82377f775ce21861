import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const unquotedOperand: Rule = {
  code: 'MLL2202',
  title: 'a text in a when without quotes',
  severity: 'warning',
  why: 'A value with a space, a hyphen or nothing in it makes another condition of it, or none: the step ends in error.',
  fix: "put quotes around both sides: \"'{{…}}' == 'yes'\"",

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            parameters:
              - name: size
                value: small
          steps:
            - - name: show
                template: pause
                when: '{{inputs.parameters.size}} == large'
        - name: pause
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
          inputs:
            parameters:
              - name: size
                value: small
          steps:
            - - name: show
                template: pause
                when: "'{{inputs.parameters.size}}' == 'large'"
        - name: pause
          suspend: {}
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, at } of calls) {
        for (const [, tag = '', word = ''] of (step.when ?? '').matchAll(unquoted)) {
          // What is true or false by itself needs no quotes.
          if (/^(?:true|false)$/.test(word) || isAlwaysPlain(tag)) continue;
          yield {
            document: object.document,
            path: [...at, 'when'],
            message: `{{${tag}}} is compared with ${word} without quotes`,
            fix: `write '{{${tag}}}' in quotes, and '${word}'`,
          };
        }
      }
    }
  },
};

/** A tag that begins right after an operator or at the start, and the word that it is compared with. */
const unquoted = /(?<=^|[(&|!]|\s)\s*\{\{\s*([^{}=][^{}]*?)\s*\}\}\s*[!=]=\s*([A-Za-z][\w.-]*)/g;

/** A phase, or a name that the engine writes. */
function isAlwaysPlain(tag: string): boolean {
  return /\.status$/.test(tag) || tag === 'workflow.status';
}
