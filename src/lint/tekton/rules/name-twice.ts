import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { yaml } from '../../example';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { repeated } from '../names';
import { tektonObjects } from '../objects';
import { parametersIn } from '../parameters';
import { pipelinesIn } from '../pipelines';
import { placedReferences } from '../references';
import { tasksIn } from '../tasks';

interface List {
  readonly document: LintDocument;
  readonly items: readonly { readonly name?: string }[] | undefined;
  readonly at: YamlPath;
  /** One of them, in messages. */
  readonly word: string;
  /** Small and large letters are the same. */
  readonly isFolded?: boolean;
  /** Several may go without a name. */
  readonly mayLack?: boolean;
}

/** @internal */
export const nameTwice: Rule = {
  code: 'MLL1303',
  title: 'two of one name in an object of Tekton',
  severity: 'error',
  why: 'Its webhook refuses the object: a reference could mean either.',
  fix: 'rename one of the two, or remove it',
  engine:
    /expected exactly one, got both: .*(?:name|params\[)|multiple volumes with same name|(?:workspace name|before step).* must be unique|appears more than once|is also defined at|provided by pipelinerun more than once|invalid value: .*name|got both: .*\[/,
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
        - name: train
          taskRef:
            name: evaluate
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
        - name: evaluate
          taskRef:
            name: evaluate
          runAfter: [train]
  `,
  *check(project) {
    for (const { document, items = [], at, word, isFolded = false, mayLack = false } of lists(project)) {
      const nameOf = ({ name = '' }: { readonly name?: string }): string => (isFolded ? name.toLowerCase() : name);
      for (const i of repeated(items, nameOf)) {
        const { name = '' } = items[i] ?? {};
        if (name === '' && mayLack) continue;
        const way = at.length === 0 ? [] : [...at, i];
        yield {
          document,
          path: name === '' ? way : [...way, 'name'],
          message: name === '' ? `there are two ${word}s without a name` : `there are two ${word}s called '${name}'`,
        };
      }
    }
    for (const { object, tasks, finals } of pipelinesIn(project)) {
      const all = [...tasks, ...finals];
      for (const i of repeated(all, ({ name }) => name)) {
        const { name, at } = all[i] as (typeof all)[number];
        if (name !== '')
          yield { document: object.document, path: [...at, 'name'], message: `there are two tasks called '${name}'` };
      }
    }
  },
};

function* lists(project: Project): Generator<List> {
  for (const { object, params, at } of parametersIn(project))
    yield { document: object.document, items: params, at, word: 'parameter' };
  for (const { object, spec, at, steps } of tasksIn(project)) {
    const { document } = object;
    yield {
      document,
      items: steps.map(({ step }) => step) as readonly { readonly name?: string }[],
      at: [...at, 'steps'],
      word: 'step',
      mayLack: true,
    };
    yield { document, items: spec.volumes as List['items'], at: [...at, 'volumes'], word: 'volume' };
    yield { document, items: spec.workspaces, at: [...at, 'workspaces'], word: 'workspace' };
  }
  for (const { object, spec, at, isAlone, tasks, finals } of pipelinesIn(project)) {
    const { document } = object;
    yield { document, items: spec.workspaces, at: [...at, 'workspaces'], word: 'workspace' };
    for (const { task, at: place } of [...tasks, ...finals]) {
      yield { document, items: task.params, at: [...place, 'params'], word: 'parameter' };
      yield { document, items: task.matrix?.params, at: [...place, 'matrix', 'params'], word: 'parameter' };
      for (const [i, { params }] of (task.matrix?.include ?? []).entries())
        yield { document, items: params, at: [...place, 'matrix', 'include', i, 'params'], word: 'parameter' };
      if (isAlone) yield { document, items: task.workspaces, at: [...place, 'workspaces'], word: 'workspace' };
    }
  }
  for (const { object, ref, at } of placedReferences(project))
    yield { document: object.document, items: ref.params, at: [...at, 'params'], word: 'parameter', isFolded: true };
  for (const { document, kind, spec, at } of tektonObjects(project)) {
    if (!['TaskRun', 'PipelineRun', 'CustomRun'].includes(kind)) continue;
    const { params, workspaces, stepSpecs, sidecarSpecs, taskRunSpecs } = spec as Readonly<
      Record<string, List['items']>
    >;
    yield { document, items: params, at: [...at, 'params'], word: 'parameter', isFolded: true };
    yield {
      document,
      items: workspaces,
      at: [...at, 'workspaces'],
      word: 'workspace',
      isFolded: kind !== 'PipelineRun',
    };
    yield { document, items: stepSpecs, at: [...at, 'stepSpecs'], word: 'step', isFolded: true, mayLack: true };
    yield {
      document,
      items: sidecarSpecs,
      at: [...at, 'sidecarSpecs'],
      word: 'sidecar',
      isFolded: true,
      mayLack: true,
    };
    for (const [i, each] of (taskRunSpecs ?? []).entries())
      for (const [field, word] of [
        ['stepSpecs', 'step'],
        ['sidecarSpecs', 'sidecar'],
      ] as const)
        yield {
          document,
          items: (each as Readonly<Record<string, List['items']>>)[field],
          at: [...at, 'taskRunSpecs', i, field],
          word,
          isFolded: true,
          mayLack: true,
        };
  }
}
