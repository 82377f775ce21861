import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import { mapsIn, textIn } from '../../members';
import type { Rule } from '../../rule';
import { pipelinesIn } from './pipelines';
import { resultReads } from './result-reads';

/** @internal */
export const resultNotThere: Rule = {
  code: 'MLL2505',
  title: 'a result that the Task does not have',
  severity: 'error',
  why: 'The run fails before anything is done: InvalidTaskResultReference.',
  fix: 'correct the name, or declare the result in the Task',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: gate
    spec:
      results:
        - name: verdict
      steps:
        - name: judge
          image: judge:1.4.2
          command: [judge, $(results.verdict.path)]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: gate
          taskRef:
            name: gate
        - name: tell
          taskRef:
            name: tell
          params:
            - name: verdict
              value: $(tasks.gate.results.veredict)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: gate
    spec:
      results:
        - name: verdict
      steps:
        - name: judge
          image: judge:1.4.2
          command: [judge, $(results.verdict.path)]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: gate
          taskRef:
            name: gate
        - name: tell
          taskRef:
            name: tell
          params:
            - name: verdict
              value: $(tasks.gate.results.verdict)
  `,
  *check(project) {
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { task, at } of tasks) {
        for (const { producer, result, path } of resultReads(task, at)) {
          const runs = tasks.find(({ name }) => name === producer)?.runs;
          if (runs === undefined || runs.spec.steps === undefined) continue;
          // A step may have the result that the task hands on.
          const names = mapsIn(runs.spec.results).map(([, { name }]) => textIn(name));
          if (names.includes(result)) continue;
          const meant = suggest(result, names);
          const which = runs.name === '' ? `the task '${producer}'` : `the Task '${runs.name}'`;
          yield {
            document,
            path,
            message: `${which} has no result '${result}'`,
            fix:
              meant !== undefined
                ? `did you mean '${meant}'?`
                : names.length === 0
                  ? 'it has none'
                  : `it has ${names.join(', ')}`,
          };
        }
      }
    }
  },
};
