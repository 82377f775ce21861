import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { pipelinesIn } from '../pipelines';
import { tasksIn } from '../tasks';

/** @internal */
export const onError: Rule = {
  code: 'MLL1308',
  title: 'an onError that Tekton does not take',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "write 'continue' or 'stopAndFail'",
  engine: /onError must be either|OnError must be either|OnError cannot be set to/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: train
          onError: continue
          retries: 2
          taskRef:
            name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: train
          retries: 2
          taskRef:
            name: train
  `,
  *check(project) {
    for (const { object, steps } of tasksIn(project)) {
      for (const { step, at } of steps) {
        if (isOther(step.onError))
          yield {
            document: object.document,
            path: [...at, 'onError'],
            message: `'${step.onError}' is nothing to do on an error`,
          };
      }
    }
    for (const { object, tasks, finals } of pipelinesIn(project)) {
      const { document } = object;
      for (const { task, at, name } of [...tasks, ...finals]) {
        const path = [...at, 'onError'];
        if (isOther(task.onError)) yield { document, path, message: `'${task.onError}' is nothing to do on an error` };
        if (task.onError === 'continue' && (task.retries ?? 0) > 0)
          yield {
            document,
            path,
            message: `'${name}' is tried again and goes on without it: Tekton takes only one`,
            fix: "remove 'onError', or 'retries'",
          };
      }
    }
  },
};

function isOther(given = ''): boolean {
  return given !== '' && given !== 'continue' && given !== 'stopAndFail' && !given.startsWith('$(params');
}
