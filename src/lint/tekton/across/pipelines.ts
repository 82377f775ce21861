import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { type Members, mapIn, mapsIn, textIn, wordsIn } from '../../members';
import type { Project } from '../../project';
import { type TektonObject, tektonNamed, tektonObjects } from './objects';

/** A specification of a Pipeline and where it is written: in a Pipeline, or inside a PipelineRun. @internal */
export interface PlacedPipeline {
  readonly document: LintDocument;
  readonly owner: TektonObject;
  readonly spec: Members;
  readonly tasks: readonly PlacedTask[];
}

/** A task of a pipeline. @internal */
export interface PlacedTask {
  readonly name: string;
  readonly task: Members;
  readonly at: YamlPath;
  readonly isFinal: boolean;
  /** The names of the tasks that it waits for: its runAfter, and those whose results it reads. */
  readonly waitsFor: ReadonlySet<string>;
  /** What it runs, where that is known. */
  readonly runs: PlacedTaskSpec | undefined;
}

/** A specification of a Task and where it is written. @internal */
export interface PlacedTaskSpec {
  readonly document: LintDocument;
  /** What it is called in messages; empty for one that stands in the pipeline itself. */
  readonly name: string;
  readonly spec: Members;
  readonly at: YamlPath;
}

const known = new WeakMap<Project, readonly PlacedPipeline[]>();

/** @internal */
export function pipelinesIn(project: Project): readonly PlacedPipeline[] {
  let found = known.get(project);
  if (found === undefined) {
    found = tektonObjects(project).flatMap((owner) => pipelineOf(project, owner) ?? []);
    known.set(project, found);
  }
  return found;
}

function pipelineOf(project: Project, owner: TektonObject): PlacedPipeline | undefined {
  const own = mapIn(owner.value, 'spec');
  if (owner.kind !== 'Pipeline' && owner.kind !== 'PipelineRun') return undefined;
  const isRun = owner.kind === 'PipelineRun';
  const spec = isRun ? mapIn(own, 'pipelineSpec') : own;
  const at = [...owner.base, 'spec', ...(isRun ? ['pipelineSpec'] : [])];
  const tasks = (['tasks', 'finally'] as const).flatMap((list) =>
    mapsIn(spec[list]).map(([i, task]): PlacedTask => {
      const place = [...at, list, i];
      const { taskRef: _, ...read } = task;
      const results = [...JSON.stringify(read).matchAll(/\$\(tasks\.([\w-]+)\.results[.[]/g)];
      return {
        name: textIn(task.name),
        task,
        at: place,
        isFinal: list === 'finally',
        waitsFor: new Set([...wordsIn(task.runAfter), ...results.map(([, name = '']) => name)]),
        runs: specOf(project, owner, task, place),
      };
    }),
  );
  return { document: owner.document, owner, spec, tasks };
}

function specOf(project: Project, owner: TektonObject, task: Members, at: YamlPath): PlacedTaskSpec | undefined {
  if (task.taskSpec !== undefined) {
    const spec = mapIn(task, 'taskSpec');
    return { document: owner.document, name: '', spec, at: [...at, 'taskSpec'] };
  }
  const named = taskNamed(mapIn(task, 'taskRef'));
  const found = named === undefined ? undefined : tektonNamed(project, 'Task', named, owner.namespace);
  if (found === undefined) return undefined;
  return { document: found.document, name: found.name, spec: mapIn(found.value, 'spec'), at: ['spec'] };
}

/** The name of the Task of the same namespace that a taskRef means; nothing for others. @internal */
export function taskNamed({ name, kind, resolver, apiVersion, bundle }: Members): string | undefined {
  if (typeof name !== 'string' || name.includes('$(') || resolver !== undefined || bundle !== undefined)
    return undefined;
  if (kind !== undefined && kind !== 'Task') return undefined;
  return apiVersion === undefined || String(apiVersion).startsWith('tekton.dev/') ? name : undefined;
}

/** All tasks before one, near and far. @internal */
export function tasksBefore({ tasks }: PlacedPipeline, { name }: PlacedTask): ReadonlySet<string> {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const other of byName.get(next)?.waitsFor ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return seen;
}
