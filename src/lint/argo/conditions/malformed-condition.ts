import { partsOf } from '../../../expr/argo/text-parts';
import { evaluateWhen } from '../../../expr/argo/when';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { shown } from '../../structure/shown';
import { templatesIn } from '../templates';

/** @internal */
export const malformedCondition: Rule = {
  code: 'MLL2201',
  title: 'a when that Argo can not read',
  severity: 'error',
  why: 'The step ends in error when its turn comes.',
  fix: 'compare two quoted texts, or two numbers, with == != < > and join them by && and ||',

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
            - - name: show
                template: pause
                when: "{{steps.train.outputs.parameters.accuracy}} => 0.9"
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
          steps:
            - - name: train
                template: train
            - - name: show
                template: pause
                when: "{{steps.train.outputs.parameters.accuracy}} >= 0.9"
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
        - name: pause
          suspend: {}
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, at } of calls) {
        const when = step.when ?? '';
        const said = when === '' ? undefined : conditionProblem(when);
        if (said !== undefined) yield { document: object.document, path: [...at, 'when'], message: said };
      }
    }
  },
};

/** What comes when it runs: one of these fits where the condition is right. */
const samples = ['1', 'x', 'true', '2026-01-01'];

function conditionProblem(when: string): string | undefined {
  const parts = partsOf(when);
  // Braces that are not closed are told by another rule.
  if (parts === undefined || /^\s*\{\{[^{}]*\}\}\s*$/.test(when)) return undefined;
  let problem: string | undefined;
  for (const sample of samples) {
    const filled = parts.map((part) => (part.kind === 'words' ? part.text : sample)).join('');
    const result = evaluateWhen(filled);
    if (result.ok || result.problem.kind !== 'failed') return undefined;
    problem ??= result.problem.message;
  }
  return `${shown(when)} is no condition: ${(problem ?? '').replace(/^.*?expres+ion '.*?': /, '').replace(/\.$/, '')}`;
}
