import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { type TektonObject, tektonObjects } from '../objects';
import { pipelinesIn } from '../pipelines';

/** The ways in which a kind says what it runs: one of them, and only one. */
const ways: Readonly<Record<string, readonly string[]>> = {
  PipelineRun: ['pipelineRef', 'pipelineSpec'],
  TaskRun: ['taskRef', 'taskSpec'],
  CustomRun: ['customRef', 'customSpec'],
};

/** @internal */
export const oneOf: Rule = {
  code: 'MLL1304',
  title: 'a run or task that says nothing to run, or two things',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'write one of them',
  engine:
    /expected exactly one, got (?:neither|both): .*(?:pipelineRef|taskRef|customRef)|expected exactly one, got multiple|missing field\(s\): spec$/m,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: train
          params:
            - name: epochs
              value: '3'
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
          params:
            - name: epochs
              value: '3'
  `,
  *check(project) {
    for (const { object, fields, given, at } of choices(project)) {
      const { document } = object;
      const both = fields.filter((field) => given[field] !== undefined);
      const choice = fields.map((field) => `'${field}'`).join(' or ');
      if (both.length === 0)
        yield {
          document,
          path: at,
          message: `there is neither ${choice.replace(' or ', ' nor ')}`,
          fix: `write ${choice}`,
        };
      else if (both.length > 1)
        yield {
          document,
          path: [...at, both[1] as string],
          message: `'${both[0]}' and '${both[1]}' stand side by side`,
          fix: `remove '${both[0]}' or '${both[1]}'`,
        };
    }
  },
};

interface Choice {
  readonly object: TektonObject;
  readonly fields: readonly string[];
  readonly given: Readonly<Record<string, unknown>>;
  readonly at: Problem['path'];
}

function* choices(project: Project): Generator<Choice> {
  for (const object of tektonObjects(project)) {
    const fields = ways[object.kind];
    if (fields !== undefined) yield { object, fields, given: object.spec, at: specOf(object) };
  }
  for (const { object, tasks, finals } of pipelinesIn(project)) {
    for (const { task, at } of [...tasks, ...finals]) {
      const given = task as Readonly<Record<string, unknown>>;
      const isInner = given.pipelineRef !== undefined || given.pipelineSpec !== undefined;
      const fields = isInner ? ['taskRef', 'taskSpec', 'pipelineRef', 'pipelineSpec'] : ['taskRef', 'taskSpec'];
      yield { object, fields, given, at };
    }
  }
}

/** Where `spec` is not written its object is told. */
function specOf({ document, base, at }: TektonObject): YamlPath {
  return document.value.spec === undefined && base.length === 0 ? base : at;
}
