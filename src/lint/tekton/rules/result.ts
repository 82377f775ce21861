import type { StepActionSpec, StepResult, TaskResult } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { isLabel, isResultName } from '../names';
import { tektonObjects } from '../objects';
import { tasksIn } from '../tasks';
import { asText, typeOfValue } from '../values';

/** @internal */
export const result: Rule = {
  code: 'MLL1311',
  title: 'a result whose type, properties or value Tekton does not take',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'correct the result',
  engine:
    /type must be string|[Ii]nvalid type|Could not extract step name|invalid extracted (?:step|result) name|the value type specified for these keys|missing field\(s\): .*\.properties/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      results:
        - name: accuracy
          type: number
      steps:
        - name: train
          ref:
            name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      results:
        - name: accuracy
          type: string
      steps:
        - name: train
          ref:
            name: train
  `,
  *check(project) {
    for (const { object, spec, at, steps } of tasksIn(project)) {
      const { document } = object;
      for (const [i, each] of (spec.results ?? []).entries())
        for (const problem of problemsOf(each, [...at, 'results', i], true)) yield { document, ...problem };
      for (const { step, at: place } of steps)
        for (const [i, each] of (step.results ?? []).entries())
          for (const problem of problemsOf(each, [...place, 'results', i], false)) yield { document, ...problem };
    }
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (kind !== 'StepAction') continue;
      for (const [i, each] of ((spec as StepActionSpec).results ?? []).entries())
        for (const problem of problemsOf(each, [...at, 'results', i], true)) yield { document, ...problem };
    }
  },
};

/** @param isFilledIn whether the engine writes the types that are left out */
function* problemsOf(
  given: TaskResult | StepResult,
  at: YamlPath,
  isFilledIn: boolean,
): Generator<Omit<Problem, 'document'>> {
  const { name, properties } = given;
  const type = given.type || (isFilledIn && properties !== undefined ? 'object' : 'string');
  // What is wrong with the name is told elsewhere, and then nothing else is looked at.
  if (!isResultName(name)) return;
  if (!['string', 'array', 'object'].includes(type))
    yield { path: [...at, 'type'], message: `'${type}' is no type of a result`, fix: 'write string, array or object' };
  if (type === 'object') {
    if (properties === undefined)
      yield {
        path: at,
        message: `'${name}' is an object, and does not say what it has`,
        fix: "write its keys: 'properties: {key: {type: string}}'",
      };
    for (const [key, { type: each }] of Object.entries(properties ?? {}))
      if (each !== 'string' && !(isFilledIn && (each ?? '') === ''))
        yield {
          path: [...at, 'properties', key],
          message: `'${key}' of '${name}' is of type '${each ?? ''}', and all are strings`,
          fix: "write 'type: string'",
        };
  }
  if ('value' in given) yield* valueProblems(given, at);
}

function* valueProblems({ name, value }: TaskResult, at: YamlPath): Generator<Omit<Problem, 'document'>> {
  const path = [...at, 'value'];
  const fix = 'write $(steps.STEP.results.RESULT)';
  if (typeOfValue(value) !== 'string') {
    yield { path, message: `the value of '${name}' is no text`, fix };
    return;
  }
  const text = asText(value);
  if (text === '') return;
  const found = /\$\(steps\.(.*?)\.results\.(.*?)\)/.exec(text);
  if (found === null) yield { path, message: `'${text}', the value of '${name}', is no result of a step`, fix };
  else if (!isLabel(found[1] ?? '')) yield { path, message: `'${found[1]}' is no name for a step`, fix };
  else if (!isResultName(found[2] ?? '')) yield { path, message: `'${found[2]}' is no name for a result`, fix };
}
