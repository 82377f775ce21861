import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { mapsIn, textIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { pipelinesIn } from '../tekton/across/pipelines';
import { failing, isDelivery } from './words';

/** @internal */
export const promoteOnNotFail: Rule = {
  code: 'MLL4060',
  title: 'a promotion on every word but one',
  severity: 'warning',
  why: 'What is not fail is promoted: error, inconclusive, an empty word, a stack trace.',
  fix: "ask for the one word that promotes: '…' == 'pass', or operator: in with values: [pass]",

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: gate
          taskRef:
            name: gate
        - name: promote
          taskRef:
            name: promote
          when:
            - input: $(tasks.gate.results.verdict)
              operator: notin
              values: [fail]
        - name: revert
          taskRef:
            name: revert
          when:
            - input: $(tasks.gate.results.verdict)
              operator: in
              values: [fail]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: gate
          taskRef:
            name: gate
        - name: promote
          taskRef:
            name: promote
          when:
            - input: $(tasks.gate.results.verdict)
              operator: in
              values: [pass]
        - name: revert
          taskRef:
            name: revert
          when:
            - input: $(tasks.gate.results.verdict)
              operator: notin
              values: [pass]
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, name, at } of calls) {
        const word = isDelivery(`${name}.${step.template ?? ''}`) ? notEqual.exec(step.when ?? '')?.[1] : undefined;
        if (word !== undefined && failing.has(word.toLowerCase()))
          yield {
            document: object.document,
            path: [...at, 'when'],
            message: `'${name}' runs for every word but '${word}', an empty one too`,
          };
      }
    }
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { name, task, at, isFinal } of tasks) {
        if (isFinal || !isDelivery(name)) continue;
        for (const [i, { input, operator, values }] of mapsIn(task.when)) {
          const words = wordsIn(values);
          if (operator !== 'notin' || !/\.results\b/.test(textIn(input)) || words.length === 0) continue;
          if (!words.every((word) => failing.has(word.toLowerCase()))) continue;
          yield {
            document,
            path: [...at, 'when', i],
            message: `'${name}' runs for every word but ${words.map((word) => `'${word}'`).join(', ')}, an empty one too`,
          };
        }
      }
    }
  },
};

/** One comparison with an output, as a tag or as an expression. */
const notEqual = /(?:steps|tasks)(?:\.|\[)[^&|]*?(?:\}\}['"]?)?\s*!=\s*['"]?([\w-]+)['"]?\s*(?:\}\})?\s*$/;
