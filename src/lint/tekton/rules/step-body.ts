import type { Step } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { type PlacedTask, stepOfAction, tasksIn } from '../tasks';

/** What a step that refers to a StepAction leaves to it. */
const ofAction = ['image', 'command', 'args', 'script', 'workingDir', 'env', 'volumeMounts', 'results'] as const;

/** @internal */
export const stepBody: Rule = {
  code: 'MLL1306',
  title: 'a step with nothing to run, or with two things',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "write 'image' and a 'script' or 'command', or a 'ref' alone",
  engine:
    /cannot be used with(?:out)? (?:Ref|command)|missing field\(s\): .*(?:[Ii]mage|steps)\b|reserved sidecar name|error merging step template/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      steps:
        - name: train
          ref:
            name: train
          script: python train.py
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      steps:
        - name: train
          ref:
            name: train
  `,
  *check(project) {
    for (const placed of tasksIn(project)) {
      const { document } = placed.object;
      if (placed.steps.length === 0)
        yield { document, path: placed.at, message: 'the Task has no step', fix: "write 'steps'" };
      for (const problem of problemsOf(placed)) yield { document, ...problem };
    }
    for (const object of tektonObjects(project)) {
      if (object.kind !== 'StepAction') continue;
      const { step, at } = stepOfAction(object);
      for (const problem of runs(step, at, 'StepAction')) yield { document: object.document, ...problem };
    }
  },
};

type Said = Omit<Problem, 'document'>;

function* problemsOf({ spec, at, steps, object }: PlacedTask): Generator<Said> {
  for (const { step, at: place } of steps) {
    if (step.ref !== undefined) {
      for (const field of ofAction)
        if (isGiven(step, field))
          yield {
            path: [...place, field],
            message: `a step with 'ref' takes no '${field}'`,
            fix: `remove '${field}': the StepAction has its own, or 'ref'`,
          };
      continue;
    }
    if ((step.params ?? []).length > 0)
      yield {
        path: [...place, 'params'],
        message: "only a step with 'ref' takes 'params'",
        fix: "read the params of the Task: '$(params.name)'",
      };
    yield* runs(step, place, 'step');
  }
  for (const [i, sidecar] of (spec.sidecars ?? []).entries()) {
    const place = [...at, 'sidecars', i];
    if (sidecar.name === 'sidecar-tekton-log-results')
      yield {
        path: [...place, 'name'],
        message: `'${sidecar.name}' is a sidecar of Tekton's own`,
        fix: 'rename the sidecar',
      };
    // Of v1beta1 nobody looks at more.
    if (object.version !== 'v1beta1') yield* runs(sidecar, place, 'sidecar');
  }
}

function* runs(
  { image = '', script = '', command = [] }: Pick<Step, 'image' | 'script' | 'command'>,
  path: YamlPath,
  word: string,
): Generator<Said> {
  if (image === '') yield { path, message: `the ${word} has no image`, fix: "write 'image'" };
  if (script !== '' && command.length > 0)
    yield {
      path: [...path, 'script'],
      message: `the ${word} has a 'script' and a 'command'`,
      fix: "remove one of them; 'args' go with either",
    };
}

function isGiven(step: Step, field: (typeof ofAction)[number]): boolean {
  const value = step[field];
  // An empty list of variables is one, to Tekton.
  return value !== undefined && (field === 'env' || value.length > 0);
}
