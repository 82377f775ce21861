import { yaml } from '../../example';
import { mapsIn, textIn } from '../../members';
import type { Rule } from '../../rule';
import { pipelinesIn } from './pipelines';
import { resultReads } from './result-reads';

/** @internal */
export const finalNeedsResult: Rule = {
  code: 'MLL2506',
  title: 'a revert or clean-up that needs a result',
  severity: 'warning',
  why: 'A final task is skipped when a result that it reads is missing: after the failure for which it is there.',
  fix: 'ask for $(tasks.NAME.status) instead, or let the final task find out for itself',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: deploy
          taskRef:
            name: deploy
        - name: gate
          taskRef:
            name: gate
          runAfter: [deploy]
      finally:
        - name: revert
          taskRef:
            name: revert
          params:
            - name: to
              value: $(tasks.gate.results.baseline)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: deploy
          taskRef:
            name: deploy
        - name: gate
          taskRef:
            name: gate
          runAfter: [deploy]
      finally:
        - name: revert
          taskRef:
            name: revert
          when:
            - input: $(tasks.gate.status)
              operator: notin
              values: [Succeeded]
  `,
  *check(project) {
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { name, task, at, isFinal } of tasks) {
        if (!isFinal || !undoes.test(name)) continue;
        for (const { producer, result, path } of resultReads(task, at)) {
          // It is for what went well.
          const asked = mapsIn(task.when).map(([, { input, operator, values }]) => [textIn(input), operator, values]);
          if (JSON.stringify(asked).includes(`["$(tasks.${producer}.status)","in",["Succeeded"]]`)) continue;
          yield {
            document,
            path,
            message: `'${name}' is skipped if '${producer}' ended without its result '${result}'`,
          };
          break;
        }
      }
    }
  },
};

const undoes =
  /(?:^|[-_])(?:revert|rollback|roll-?back|undo|restore|unlock|release-lock|clean-?up|teardown|settle)(?:[-_]|$)/i;
