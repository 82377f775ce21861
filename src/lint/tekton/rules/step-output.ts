import type { Step } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { tasksIn } from '../tasks';

/** @internal */
export const stepOutput: Rule = {
  code: 'MLL1315',
  title: 'a result or artifact of a step where Tekton does not put one in',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object: only env, command and args are filled in between two steps.',
  fix: "pass it by 'env', and read the variable",
  engine: /step(?:Result|Artifact) substitutions are only allowed/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      steps:
        - name: fetch
          ref:
            name: fetch
        - name: train
          image: busybox:1.36.1
          script: echo $(steps.fetch.results.rows)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      steps:
        - name: fetch
          ref:
            name: fetch
        - name: train
          image: busybox:1.36.1
          env:
            - name: ROWS
              value: $(steps.fetch.results.rows)
          script: echo "$ROWS"
  `,
  *check(project) {
    for (const { object, steps } of tasksIn(project)) {
      for (const { step, at } of steps) {
        for (const [way, text] of fieldsOf(step)) {
          const found = /\$\(steps\..*?\.results\..*?\)/.exec(text)?.[0] ?? artifactIn(text, way[0]);
          if (found === undefined) continue;
          yield {
            document: object.document,
            path: [...at, ...way],
            message: `'${found}' is not filled in in '${way[0]}'`,
          };
        }
      }
    }
  },
};

function artifactIn(text: string, field: string | number | undefined): string | undefined {
  if (field === 'script') return undefined;
  return /\$\(steps\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)|\$\(step\.artifacts\.path\)/.exec(text)?.[0];
}

function* fieldsOf(step: Step): Generator<readonly [way: readonly (string | number)[], text: string]> {
  for (const field of ['name', 'image', 'script', 'imagePullPolicy', 'workingDir'] as const)
    yield [[field], step[field] ?? ''];
  for (const [i, { prefix = '', configMapRef, secretRef }] of (step.envFrom ?? []).entries()) {
    yield [['envFrom', i, 'prefix'], prefix];
    yield [['envFrom', i, 'configMapRef', 'name'], configMapRef?.name ?? ''];
    yield [['envFrom', i, 'secretRef', 'name'], secretRef?.name ?? ''];
  }
  for (const [i, mount] of (step.volumeMounts ?? []).entries())
    for (const field of ['name', 'mountPath', 'subPath'] as const)
      yield [['volumeMounts', i, field], mount[field] ?? ''];
  for (const [i, device] of (step.volumeDevices ?? []).entries())
    for (const field of ['name', 'devicePath'] as const) yield [['volumeDevices', i, field], device[field] ?? ''];
}
