import { suggest } from '../../../core/suggest';
import type { Param } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { type PlacedPipelineTask, pipelinesIn } from '../pipelines';
import { expressionsIn, referencesIn, withoutIndex } from '../substitution';
import { stepOfAction, tasksIn } from '../tasks';
import { textsOf } from '../values';

/** What begins a variable of a Pipeline. */
const beginnings = ['params', 'tasks', 'finally', 'context', 'workspaces', 'results'];

const ofSteps = [
  { prefix: 'context\\.taskRun', names: ['name', 'namespace', 'uid'] },
  { prefix: 'context\\.task', names: ['name', 'retry-count'] },
];
const ofPipelines = [
  { prefix: 'context\\.pipelineRun', names: ['name', 'namespace', 'uid'] },
  { prefix: 'context\\.pipeline', names: ['name'] },
  { prefix: 'context\\.pipelineTask', names: ['retries'] },
];

/** @internal */
export const unknownVariable: Rule = {
  code: 'MLL1314',
  title: 'a variable that Tekton does not have',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'correct the name of the variable',
  engine: /non-existent variable|invalid variable reference|Only two dot-separated components/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      steps:
        - name: train
          image: busybox:1.36.1
          env:
            - name: RUN
              value: $(context.taskRun.id)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      steps:
        - name: train
          image: busybox:1.36.1
          env:
            - name: RUN
              value: $(context.taskRun.uid)
  `,
  *check(project) {
    for (const { object, spec, steps } of tasksIn(project)) {
      const { document } = object;
      const results = (spec.results ?? []).map(({ name }) => name);
      for (const { step, at, texts } of steps) {
        for (const { text, at: path } of texts)
          for (const { prefix, names } of ofSteps)
            yield* unknown(text, prefix, names).map((said) => ({ document, path, ...said }));
        const own = (step.results ?? []).map(({ name }) => name);
        const path = [...at, 'script'];
        const script = step.script ?? '';
        yield* unknown(script, 'results', results).map((said) => ({ document, path, ...said }));
        if (step.results !== undefined)
          yield* unknown(script, 'step.results', own).map((said) => ({ document, path, ...said }));
      }
    }
    for (const object of tektonObjects(project)) {
      if (object.kind !== 'StepAction') continue;
      const { step, at } = stepOfAction(object);
      const names = ((object.spec.results as readonly { readonly name: string }[] | undefined) ?? []).map(
        ({ name }) => name,
      );
      for (const prefix of ['step.results', 'results'])
        yield* unknown(step.script ?? '', prefix, names).map((said) => ({
          document: object.document,
          path: [...at, 'script'],
          ...said,
        }));
    }
    for (const { object, tasks, finals } of pipelinesIn(project)) {
      const { document } = object;
      for (const list of [tasks, finals]) {
        for (const [i, placed] of list.entries()) {
          for (const { text, path } of textsOfTask(placed)) {
            const isRead = !path.includes('when');
            // Tekton looks at the last task alone; what is wrong in the others shows when they run.
            if (isRead && i === list.length - 1)
              for (const { prefix, names } of ofPipelines)
                yield* unknown(text, prefix, names).map((said) => ({ document, path, ...said }));
            yield* beginningsOf(text).map((said) => ({ document, path, ...said }));
          }
        }
      }
    }
  },
};

type Said = Pick<Problem, 'message' | 'fix'>;

function unknown(text: string, prefix: string, names: readonly string[]): readonly Said[] {
  const found = referencesIn(text, prefix);
  const shown = prefix.replaceAll('\\', '');
  if (found.isTooDeep) return [{ message: `'${found.first}' has more than two parts after '${shown}'` }];
  return found.names.map(withoutIndex).flatMap((name) => {
    if (names.includes(name)) return [];
    const meant = suggest(name, names) ?? (names.length === 1 ? names[0] : undefined);
    const known =
      names.length === 0 ? `declare '${name}'` : `write one of ${names.map((each) => `${shown}.${each}`).join(', ')}`;
    return [
      {
        message: `there is no variable '${shown}.${name}'`,
        fix: meant === undefined ? known : `did you mean '${shown}.${meant}'?`,
      },
    ];
  });
}

function beginningsOf(text: string): readonly Said[] {
  return expressionsIn(text).flatMap((expression) => {
    const first = expression.split('.')[0] ?? '';
    if (beginnings.includes(first)) return [];
    const meant = suggest(first, beginnings);
    const message = `'$(${expression})' begins with nothing that Tekton knows`;
    const fix = `write one of ${beginnings.join(', ')} first, or \${${first}} for a variable of a shell`;
    return [{ message, fix: meant === undefined ? fix : `did you mean '${meant}'?` }];
  });
}

function textsOfTask({ task, at }: PlacedPipelineTask): readonly { readonly text: string; readonly path: YamlPath }[] {
  const ofParams = (params: readonly Param[] | undefined, path: YamlPath) =>
    (params ?? []).flatMap(({ value }, i) =>
      textsOf(value).map(([way, text]) => ({ text, path: [...path, i, 'value', ...way] })),
    );
  const { params, matrix, when = [] } = task;
  return [
    ...ofParams(params, [...at, 'params']),
    ...ofParams(matrix?.params, [...at, 'matrix', 'params']),
    ...(matrix?.include ?? []).flatMap((each, i) => ofParams(each.params, [...at, 'matrix', 'include', i, 'params'])),
    ...when.flatMap(({ input = '', cel = '', values = [] }, i) => [
      { text: input, path: [...at, 'when', i, 'input'] },
      { text: cel, path: [...at, 'when', i, 'cel'] },
      ...values.map((text, j) => ({ text, path: [...at, 'when', i, 'values', j] })),
    ]),
  ];
}
