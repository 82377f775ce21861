import { yaml } from '../../example';
import { mapsIn, textIn, wordsIn } from '../../members';
import type { Rule } from '../../rule';
import { type PlacedTask, pipelinesIn } from './pipelines';
import { resultReads } from './result-reads';

/** @internal */
export const armsNeverJoin: Rule = {
  code: 'MLL2507',
  title: 'a task that reads results of two arms',
  severity: 'error',
  why: 'Of the arms one is always skipped, and who reads a result of what was skipped is skipped, too: the task never runs.',
  fix: 'write a task for each arm, or read one result of a task that runs in any case',

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
              operator: in
              values: [pass]
        - name: revert
          taskRef:
            name: revert
          when:
            - input: $(tasks.gate.results.verdict)
              operator: notin
              values: [pass]
        - name: tell
          taskRef:
            name: tell
          params:
            - name: promoted
              value: $(tasks.promote.results.version)
            - name: reverted
              value: $(tasks.revert.results.version)
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
      finally:
        - name: tell
          taskRef:
            name: tell
          params:
            - name: promoted
              value: $(tasks.promote.status)
  `,
  *check(project) {
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { name, task, at } of tasks) {
        const read = new Map([...resultReads(task, at)].map((each) => [each.producer, each.path]));
        const producers = tasks.filter((each) => read.has(each.name));
        for (const [i, one] of producers.entries()) {
          const other = producers.slice(i + 1).find((each) => exclude(one, each));
          if (other === undefined) continue;
          yield {
            document,
            path: read.get(other.name) ?? at,
            message: `'${name}' reads results of '${one.name}' and of '${other.name}', and only one of them runs`,
          };
          break;
        }
      }
    }
  },
};

/** The same input must be in two lists that have nothing in common, or in one and not in it. */
function exclude(one: PlacedTask, other: PlacedTask): boolean {
  return mapsIn(one.task.when).some(([, a]) =>
    mapsIn(other.task.when).some(([, b]) => {
      const words = wordsIn(a.values);
      const others = wordsIn(b.values);
      if (textIn(a.input) === '' || a.input !== b.input || [...words, ...others].some((word) => word.includes('$(')))
        return false;
      if (a.operator === 'in' && b.operator === 'in') return !words.some((word) => others.includes(word));
      if (a.operator === 'in' && b.operator === 'notin') return words.every((word) => others.includes(word));
      return a.operator === 'notin' && b.operator === 'in' && others.every((word) => words.includes(word));
    }),
  );
}
