import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { type Members, mapIn, textIn } from '../../members';
import type { Project } from '../../project';
import { tektonNamed, tektonObjects } from './objects';
import { pipelinesIn } from './pipelines';

/** What names a Task or Pipeline of these files, and hands values to it. @internal */
export interface TektonCall {
  readonly document: LintDocument;
  /** Of what hands them over: a task of a pipeline, or the specification of a run. */
  readonly given: Members;
  readonly at: YamlPath;
  /** Who calls, in messages. */
  readonly caller: string;
  readonly isTaskRun: boolean;
  readonly called: { readonly kind: 'Task' | 'Pipeline'; readonly name: string; readonly spec: Members };
}

/** @internal */
export function* callsIn(project: Project): Generator<TektonCall> {
  for (const { document, tasks } of pipelinesIn(project)) {
    for (const { name, task, at, runs } of tasks) {
      if (runs === undefined || runs.name === '') continue;
      const called = { kind: 'Task', name: runs.name, spec: runs.spec } as const;
      yield { document, given: task, at, caller: `the task '${name}'`, called, isTaskRun: false };
    }
  }
  for (const { document, kind, name, namespace, value, base } of tektonObjects(project)) {
    const [field, wanted] = runs.get(kind) ?? [];
    if (field === undefined || wanted === undefined) continue;
    const given = mapIn(value, 'spec');
    const ref = mapIn(given, field);
    const found = ref.resolver === undefined ? tektonNamed(project, wanted, textIn(ref.name), namespace) : undefined;
    if (found === undefined) continue;
    const called = { kind: wanted, name: found.name, spec: mapIn(found.value, 'spec') };
    const isTaskRun = kind === 'TaskRun';
    yield {
      document,
      given,
      isTaskRun,
      at: [...base, 'spec'],
      caller: `the ${kind}${name === '' ? '' : ` '${name}'`}`,
      called,
    };
  }
}

const runs: ReadonlyMap<string, readonly [field: string, kind: 'Task' | 'Pipeline']> = new Map([
  ['TaskRun', ['taskRef', 'Task']],
  ['PipelineRun', ['pipelineRef', 'Pipeline']],
]);
