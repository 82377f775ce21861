import type { ParamSpec, TaskRunSpec, WhenExpression } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { yaml } from '../../example';
import type { TektonSetting } from '../../lint-targets';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { parametersIn } from '../parameters';
import { pipelinesIn } from '../pipelines';
import { placedReferences } from '../references';
import { stepOfAction, tasksIn } from '../tasks';
import { textsOf } from '../values';

/** @internal */
export const featureOff: Rule = {
  code: 'MLL1320',
  title: 'a feature of Tekton that is off unless somebody turns it on',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "do without it, or set it in the ConfigMap 'feature-flags' and tell the lint so",
  engine: /feature flag `?[\w-]+`? should be set to true|requires "enable-api-fields" feature gate/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: stage
          enum: [staging, production]
      tasks:
        - name: train
          taskRef:
            name: train
          when:
            - cel: "'$(params.stage)' == 'production'"
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: stage
      tasks:
        - name: train
          taskRef:
            name: train
          when:
            - input: $(params.stage)
              operator: in
              values: [production]
  `,
  *check(project) {
    const on = project.targets.tekton ?? [];
    for (const { document, path, what, setting } of uses(project)) {
      if (on.includes(setting)) continue;
      const message = `${what} needs '${setting.includes('=') ? setting : `${setting}=true`}', which is off`;
      yield { document, path, message, fix: `do without, or let lint know of it: --tekton ${setting}` };
    }
  },
};

interface Use {
  readonly document: LintDocument;
  readonly path: YamlPath;
  readonly what: string;
  readonly setting: TektonSetting;
}

function* uses(project: Project): Generator<Use> {
  for (const { object, params, at } of parametersIn(project)) {
    const hasEnum = ({ enum: choices = [] }: ParamSpec): boolean => choices.length > 0;
    for (const [i, param] of object.kind === 'StepAction' ? [] : params.entries())
      if (hasEnum(param))
        yield { document: object.document, path: [...at, i, 'enum'], what: "'enum'", setting: 'enable-param-enum' };
  }
  for (const { object, ref, at } of placedReferences(project))
    if (/[\w-]+:\/\//.test(ref.name ?? ''))
      yield {
        document: object.document,
        path: [...at, 'name'],
        what: 'a URL as a name',
        setting: 'enable-concise-resolver-syntax',
      };
  yield* ofTasks(project);
  yield* ofPipelines(project);
  for (const object of tektonObjects(project)) {
    const { document, kind, spec, at } = object;
    if (kind === 'TaskRun' && (spec as TaskRunSpec).debug !== undefined)
      yield { document, path: [...at, 'debug'], what: "'debug'", setting: 'enable-api-fields=alpha' };
    const { step } = stepOfAction(object);
    if (kind === 'StepAction' && isWindows(step.script))
      yield { document, path: [...at, 'script'], what: 'a script for Windows', setting: 'enable-api-fields=alpha' };
  }
}

function* ofTasks(project: Project): Generator<Use> {
  for (const { object, steps } of tasksIn(project)) {
    const { document } = object;
    for (const { step, at, texts } of steps) {
      for (const { text, at: path, field } of texts)
        if (['script', 'command', 'args', 'env'].includes(field) && readsArtifact(text))
          yield { document, path, what: 'an artifact', setting: 'enable-artifacts' };
      if (isWindows(step.script))
        yield { document, path: [...at, 'script'], what: 'a script for Windows', setting: 'enable-api-fields=alpha' };
      for (const field of ['stdoutConfig', 'stderrConfig'] as const)
        if (step[field] !== undefined)
          yield { document, path: [...at, field], what: `'${field}'`, setting: 'enable-api-fields=alpha' };
      yield* cels(document, step.when, at);
    }
  }
}

function* ofPipelines(project: Project): Generator<Use> {
  for (const { object, tasks, finals } of pipelinesIn(project)) {
    const { document } = object;
    for (const { task, at } of [...tasks, ...finals]) {
      for (const field of ['pipelineRef', 'pipelineSpec'] as const)
        if (task[field] !== undefined)
          yield { document, path: [...at, field], what: `'${field}' in a task`, setting: 'enable-api-fields=alpha' };
      for (const [i, { value }] of (task.params ?? []).entries())
        if (textsOf(value).some(([, text]) => ofTask.test(text)))
          yield { document, path: [...at, 'params', i, 'value'], what: 'an artifact', setting: 'enable-artifacts' };
      yield* cels(document, task.when, at);
    }
  }
}

function* cels(document: LintDocument, when: readonly WhenExpression[] = [], at: YamlPath): Generator<Use> {
  for (const [i, { cel = '' }] of when.entries())
    if (cel !== '')
      yield { document, path: [...at, 'when', i, 'cel'], what: "'cel'", setting: 'enable-cel-in-whenexpression' };
}

const ofTask = /\$\(tasks\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)/;

function readsArtifact(text: string): boolean {
  return (
    ofTask.test(text) || /\$\(steps\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)|\$\((?:step\.)?artifacts\.path\)/.test(text)
  );
}

function isWindows(script = ''): boolean {
  return script.trim().startsWith('#!win');
}
