import type { Matrix } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { type PlacedPipelineTask, pipelinesIn } from '../pipelines';
import { looksLikeResult, resultsIn } from '../substitution';
import { asText, expressionsOf, typeOfValue } from '../values';

const most = 256;

/** @internal */
export const matrix: Rule = {
  code: 'MLL1319',
  title: 'a matrix that makes too many runs, or is read as if it were one',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'correct the matrix, or who reads it',
  engine:
    /expected 0 <= \d+ <= \d+: .*matrix|got both: .*matrix\[|matrixed pipelineTask can only be consumed|Matrixed PipelineTasks emitting results/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: train
          taskRef:
            name: train
          matrix:
            params:
              - name: rate
                value: ['0.1', '0.01']
        - name: compare
          taskRef:
            name: compare
          params:
            - name: accuracies
              value: $(tasks.train.results.accuracy)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: train
          taskRef:
            name: train
          matrix:
            params:
              - name: rate
                value: ['0.1', '0.01']
        - name: compare
          taskRef:
            name: compare
          params:
            - name: accuracies
              value: ['$(tasks.train.results.accuracy[*])']
  `,
  *check(project) {
    for (const { object, tasks, finals } of pipelinesIn(project)) {
      const { document } = object;
      for (const placed of [...tasks, ...finals]) for (const problem of ofTask(placed)) yield { document, ...problem };
      for (const list of [tasks, finals]) for (const problem of readers(list)) yield { document, ...problem };
    }
  },
};

type Said = Omit<Problem, 'document'>;

const isMatrixed = (given: Matrix | undefined): boolean =>
  (given?.params ?? []).length > 0 || (given?.include ?? []).length > 0;

function* ofTask({ task, at, name }: PlacedPipelineTask): Generator<Said> {
  const given = task.matrix;
  if (given === undefined) return;
  const count = runsOf(given);
  if (count > most)
    yield {
      path: [...at, 'matrix'],
      message: `the matrix makes ${count} runs of '${name}', and Tekton at most ${most}`,
      fix: 'make the lists shorter',
    };
  const names = [...(given.params ?? []), ...(given.include ?? []).flatMap(({ params = [] }) => params)].map(
    (each) => each.name,
  );
  for (const [i, param] of (task.params ?? []).entries())
    if (names.includes(param.name))
      yield {
        path: [...at, 'params', i, 'name'],
        message: `'${param.name}' stands in the matrix too`,
        fix: 'remove it here or there',
      };
}

/** As Tekton counts them. */
function runsOf({ params = [], include = [] }: Matrix): number {
  if (params.length === 0) return include.length;
  const lists = new Map(
    params.map(({ name, value }) => [name, typeOfValue(value) === 'array' ? (value as readonly string[]) : []]),
  );
  let count = 1;
  for (const { value } of params)
    count *= Math.max(1, typeOfValue(value) === 'array' ? (value as readonly string[]).length : 1);
  for (const each of include) {
    for (const { name, value } of each.params ?? []) {
      const list = lists.get(name);
      if (list === undefined) continue;
      if (list.includes(typeOfValue(value) === 'string' ? asText(value) : '')) break;
      count++;
    }
  }
  return count;
}

function* readers(list: readonly PlacedPipelineTask[]): Generator<Said> {
  const fanned = new Map(list.filter(({ task }) => isMatrixed(task.matrix)).map(({ name, task }) => [name, task]));
  if (fanned.size === 0) return;
  for (const { task, at } of list) {
    for (const [i, param] of (task.params ?? []).entries()) {
      const path = [...at, 'params', i, 'value'];
      for (const expression of expressionsOf(param).filter(looksLikeResult)) {
        const name = expression.split('.')[1] ?? '';
        const from = fanned.get(name);
        if (from === undefined) continue;
        if (!expression.endsWith('[*]'))
          yield {
            path,
            message: `'${name}' runs several times, and '$(${expression})' is read as if it ran once`,
            fix: `read them all: $(${expression.replace(/\[\d*\]$/, '')}[*])`,
          };
        const [read] = resultsIn([expression]);
        const declared = from.taskSpec?.results?.find((each) => each.name === read?.result);
        const type = declared?.type || (declared?.properties === undefined ? 'string' : 'object');
        if (declared !== undefined && type !== 'string')
          yield {
            path,
            message: `'${read?.result}' of '${name}' is of type ${type}, and of several runs only strings are gathered`,
            fix: 'let the task write a string',
          };
      }
    }
  }
}
