import { suggest } from '../../../core/suggest';
import type { PipelineRunSpec } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { type PlacedPipeline, pipelinesIn } from '../pipelines';
import { allReadsOf, readsOf } from '../results-read';
import { expressionsIn, looksLikeResult, resultsIn } from '../substitution';
import { asText, expressionsOf, textsOf, typeOfValue } from '../values';

/** @internal */
export const outcomeRead: Rule = {
  code: 'MLL1317',
  title: 'the result or status of a task read where it cannot be',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'read a result of a task that is over by then; the status of tasks is for what runs finally',
  engine:
    /cannot use result expressions|can not refer to execution status|is not defined in the pipeline|invalid task result reference|expected pipeline results|referencing a nonexistent task|expected all of the expressions|result reference to pipelineTask/,
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
        - name: alert
          taskRef:
            name: alert
          runAfter: [train]
          when:
            - input: $(tasks.train.status)
              operator: in
              values: [Failed]
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
      finally:
        - name: alert
          taskRef:
            name: alert
          when:
            - input: $(tasks.train.status)
              operator: in
              values: [Failed]
  `,
  *check(project) {
    for (const placed of pipelinesIn(project)) {
      const { document } = placed.object;
      for (const problem of [
        ...statuses(placed),
        ...finalReads(placed),
        ...ofChildren(placed),
        ...pipelineResults(placed),
      ])
        yield { document, ...problem };
    }
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (kind !== 'PipelineRun') continue;
      for (const [i, param] of ((spec as PipelineRunSpec).params ?? []).entries()) {
        if (resultsIn(expressionsOf(param)).length === 0) continue;
        const message = `'${param.name}' of a run is the result of a task, which there is not before the run`;
        yield { document, path: [...at, 'params', i, 'value'], message, fix: 'write a value' };
      }
    }
  },
};

type Said = Omit<Problem, 'document'>;

function* statuses({ tasks, finals }: PlacedPipeline): Generator<Said> {
  const names = tasks.map(({ name }) => name);
  for (const placed of [...tasks, ...finals]) {
    for (const { expressions, at: path } of readsOf(placed)) {
      if (expressions.some(looksLikeResult)) continue;
      for (const expression of expressions) {
        const [, task, word] = /^tasks\.(?:(.*)\.)?(status|reason)$/.exec(expression) ?? [];
        if (word === undefined) continue;
        if (placed.section === 'tasks')
          yield {
            path,
            message: `'$(${expression})' is known only to what runs finally`,
            fix: "move the task under 'finally', or let the other one write a result",
          };
        else if (expression !== 'tasks.status' && !names.includes(task ?? ''))
          yield { path, ...nowhere(task ?? '', names) };
      }
    }
  }
}

function* finalReads({ tasks, finals }: PlacedPipeline): Generator<Said> {
  const names = tasks.map(({ name }) => name);
  const finalNames = finals.map(({ name }) => name);
  for (const placed of finals) {
    for (const { expressions, at: path } of readsOf(placed)) {
      for (const { task } of resultsIn(expressions)) {
        if (finalNames.includes(task))
          yield {
            path,
            message: `'${task}' runs finally too, so that its result is not there yet`,
            fix: `move '${task}' under 'tasks'`,
          };
        else if (!names.includes(task)) yield { path, ...nowhere(task, names) };
      }
    }
  }
}

function* ofChildren({ tasks, finals }: PlacedPipeline): Generator<Said> {
  const children = tasks
    .filter(({ task }) => task.pipelineRef !== undefined || task.pipelineSpec !== undefined)
    .map(({ name }) => name);
  if (children.length === 0) return;
  for (const placed of [...tasks, ...finals])
    for (const { expressions, at: path } of allReadsOf(placed))
      for (const { task } of resultsIn(expressions))
        if (children.includes(task))
          yield {
            path,
            message: `'${task}' is a Pipeline of its own, which hands out no results`,
            fix: 'write its tasks into this Pipeline',
          };
}

function* pipelineResults({ spec, at, tasks, finals }: PlacedPipeline): Generator<Said> {
  const names = { tasks: tasks.map(({ name }) => name), finally: finals.map(({ name }) => name) };
  for (const [i, { name, value }] of (spec.results ?? []).entries()) {
    const path = [...at, 'results', i, 'value'];
    const expressions = textsOf(value).flatMap(([, text]) => expressionsIn(text));
    const fix = 'write $(tasks.TASK.results.RESULT)';
    if (!expressions.some(looksLikeResult)) {
      yield { path, message: `'${name}' is no result of a task`, fix };
      continue;
    }
    for (const expression of expressions.filter(looksLikeResult))
      if (expression.split('.').length > 5)
        yield { path, message: `'$(${expression})' has too many parts for a result`, fix };
    if (typeOfValue(value) !== 'string') continue;
    for (const part of asText(value)
      .split('$')
      .filter((each) => each !== '')) {
      const read = `$${part}`.replace(/^\$\(/, '').replace(/\)$/, '');
      const [section = '', task = ''] = read.split('.');
      const known = section === 'tasks' || section === 'finally' ? names[section] : [];
      if (!looksLikeResult(read) || read.split('.').length > 5)
        yield {
          path,
          message: `'${name}' has other text beside the result of a task`,
          fix: 'write $(tasks.TASK.results.RESULT), and nothing after it',
        };
      else if (!known.includes(task)) yield { path, ...nowhere(task, known) };
    }
  }
}

function nowhere(task: string, names: readonly string[]): { readonly message: string; readonly fix: string } {
  const meant = suggest(task, names);
  return {
    message: `there is no task '${task}'`,
    fix: meant === undefined ? `name one of ${names.join(', ') || 'the tasks'}` : `did you mean '${meant}'?`,
  };
}
