import type { ParamSpec } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { isLabel, isResultName } from '../names';
import { tektonObjects } from '../objects';
import { parametersIn } from '../parameters';
import { passedOnIn } from '../passed-on';
import { pipelinesIn } from '../pipelines';
import { tasksIn } from '../tasks';
import { typeOfParam } from '../values';

const label = "write small letters, digits and '-', with a letter or digit at both ends";
const result = "write letters, digits, '-', '_' and '.', with a letter or digit at both ends";

const plain = "write letters, digits, '-', '.' and '_', with a letter or '_' first";

/** @internal */
export const nameMalformed: Rule = {
  code: 'MLL1302',
  title: 'a step, task, parameter or result with a name that Tekton does not take',
  severity: 'error',
  why: 'Its webhook refuses the object: names become those of pods, containers, files and variables.',
  fix: 'write a name that it takes',
  engine: /invalid value ".*": |invalid key name|variable names is invalid|key name format is invalid/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: Train_Model
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
        - name: train-model
          taskRef:
            name: train
  `,
  *check(project) {
    for (const { object, tasks, finals } of pipelinesIn(project)) {
      for (const { name, at } of [...tasks, ...finals]) {
        const path = name === '' ? at : [...at, 'name'];
        if (!isLabel(name))
          yield {
            document: object.document,
            path,
            message: name === '' ? 'the task has no name' : `'${name}' is no name for a task`,
            fix: label,
          };
      }
    }
    for (const { object, spec, at, steps } of tasksIn(project)) {
      const { document } = object;
      for (const { step, at: place } of steps) {
        if ((step.name ?? '') !== '' && !isLabel(step.name as string))
          yield { document, path: [...place, 'name'], message: `'${step.name}' is no name for a step`, fix: label };
        yield* resultNames(document, step.results, [...place, 'results']);
      }
      yield* resultNames(document, spec.results, [...at, 'results']);
    }
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (kind === 'StepAction')
        yield* resultNames(document, spec.results as readonly Named[] | undefined, [...at, 'results']);
    }
    for (const object of tektonObjects(project)) {
      for (const { name, at: path } of passedOnIn(object)) {
        if (!/^[_a-zA-Z][_a-zA-Z0-9.-]*$/.test(name))
          yield { document: object.document, path, message: `'${name}' is no name for a parameter`, fix: plain };
      }
    }
    for (const { object, params, at, isOfTask } of parametersIn(project)) {
      if (isOfTask) yield* parameterNames(object.document, params, at);
    }
  },
};

interface Named {
  readonly name: string;
}

function* resultNames(document: LintDocument, results: readonly Named[] = [], at: YamlPath): Generator<Problem> {
  for (const [i, { name }] of results.entries())
    if (!isResultName(name))
      yield { document, path: [...at, i, 'name'], message: `'${name}' is no name for a result`, fix: result };
}

function* parameterNames(document: LintDocument, params: readonly ParamSpec[], at: YamlPath): Generator<Problem> {
  for (const [i, param] of params.entries()) {
    const isObject = typeOfParam(param) === 'object';
    const pattern = isObject ? /^[_a-zA-Z][_a-zA-Z0-9-]*$/ : /^[_a-zA-Z][_a-zA-Z0-9.-]*$/;
    const fix = `write letters, digits, '-'${isObject ? '' : ", '.'"} and '_', with a letter or '_' first`;
    if (!pattern.test(param.name))
      yield { document, path: [...at, i, 'name'], message: `'${param.name}' is no name for a parameter`, fix };
    for (const key of isObject ? Object.keys(param.properties ?? {}) : [])
      if (!pattern.test(key))
        yield {
          document,
          path: [...at, i, 'properties', key],
          message: `'${key}' is no name for a key of '${param.name}'`,
          fix,
        };
  }
}
