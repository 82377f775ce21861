import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { isQualifiedName } from '../names';
import { placedReferences } from '../references';

/** @internal */
export const reference: Rule = {
  code: 'MLL1305',
  title: 'a reference to a Task, Pipeline or StepAction that says too little or too much',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "write the name of an object of the cluster, or 'resolver' with its params",
  engine:
    /missing field\(s\): (?:.*\.)?(?:name|resolver)\b|missing field\(s\): .*(?:[rR]ef\.(?:name|resolver))|got both: .*name, .*params|invalid URI for request|name part must|prefix part must|must be no more than 63 characters|must not set the field\(s\): .*bundle|got both: .*\.params|invalid value: .*[rR]ef\.name/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: TaskRun
    metadata:
      name: train
    spec:
      taskRef:
        name: train
        params:
          - name: revision
            value: main
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: TaskRun
    metadata:
      name: train
    spec:
      taskRef:
        resolver: git
        params:
          - name: revision
            value: main
  `,
  *check(project) {
    for (const { object, ref, at } of placedReferences(project)) {
      const { document } = object;
      const { name = '', resolver = '', params } = ref;
      if ('bundle' in ref)
        yield {
          document,
          path: [...at, 'bundle'],
          message: "'bundle' is no longer taken",
          fix: "write 'resolver: bundles' and its params",
        };
      if (resolver === '' && params === undefined) {
        if (name === '')
          yield {
            document,
            path: at,
            message: `'${at.at(-1)}' names nothing`,
            fix: "write 'name', or 'resolver' and its params",
          };
        else if (!/[\w-]+:\/\//.test(name) && !isQualifiedName(name))
          yield {
            document,
            path: [...at, 'name'],
            message: `'${name}' is no name of an object`,
            fix: "write small letters, digits, '-' and '.'",
          };
        continue;
      }
      if (params !== undefined && name !== '')
        yield {
          document,
          path: [...at, 'params'],
          message: "a reference by name takes no 'params'",
          fix: "write the params beside 'taskRef', or name a 'resolver'",
        };
      if (params !== undefined && resolver === '')
        yield {
          document,
          path: at,
          message: "there are 'params' and no 'resolver' that reads them",
          fix: "write 'resolver': bundles, cluster, git, http or hub",
        };
      if (resolver !== '' && name !== '' && !/[\w-]+:\/\//.test(name))
        yield {
          document,
          path: [...at, 'name'],
          message: `the resolver '${resolver}' does not read 'name'`,
          fix: "write the name as one of 'params'",
        };
    }
  },
};
