import type { Step, StepActionSpec, StepTemplate, TaskSpec } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import { type TektonObject, tektonObjects } from './objects';
import { isCustom, pipelinesOf } from './pipelines';

/** The specification of a Task, wherever it stands. @internal */
export interface PlacedTask {
  readonly object: TektonObject;
  readonly spec: TaskSpec;
  readonly at: YamlPath;
  /** The specification of a Task of its own, which reads nothing but what it declares. */
  readonly isAlone: boolean;
  readonly steps: readonly PlacedStep[];
}

/** A step with what the template of its Task adds, or a StepAction. @internal */
export interface PlacedStep {
  readonly step: Step;
  readonly at: YamlPath;
  /** All that Tekton looks for references in. */
  readonly texts: readonly StepText[];
}

/** @internal */
export interface StepText {
  readonly text: string;
  readonly at: YamlPath;
  /** `command` and `args` are lists, into which a list may be put. */
  readonly field: 'name' | 'image' | 'workingDir' | 'script' | 'command' | 'args' | 'env' | 'volumeMounts';
}

const known = new WeakMap<TektonObject, readonly PlacedTask[]>();

/** All Tasks: documents, those that a run holds, and those inside tasks of Pipelines. @internal */
export function tasksIn(project: Project): readonly PlacedTask[] {
  return tektonObjects(project).flatMap(tasksOf);
}

/** Those of an object. @internal */
export function tasksOf(object: TektonObject): readonly PlacedTask[] {
  let found = known.get(object);
  if (found === undefined) {
    const { kind, spec, at } = object;
    const held = (spec as { taskSpec?: TaskSpec }).taskSpec;
    if (kind === 'Task') found = [placed(object, spec, at, true)];
    else if (kind === 'TaskRun' && held !== undefined) found = [placed(object, held, [...at, 'taskSpec'], false)];
    else
      found = pipelinesOf(object).flatMap(({ tasks, finals }) =>
        [...tasks, ...finals].flatMap(({ task, at: place }) => {
          if (task.taskSpec === undefined || isCustom(task)) return [];
          return [placed(object, task.taskSpec, [...place, 'taskSpec'], false)];
        }),
      );
    known.set(object, found);
  }
  return found;
}

/** The one step of a StepAction. @internal */
export function stepOfAction({ spec, at }: TektonObject): PlacedStep {
  const { image, script, command, args, env, volumeMounts } = spec as StepActionSpec;
  const step: Step = { image, script, command, args, env, volumeMounts } as Step;
  // Of its mounts only the names are looked at, which refer to parameters.
  const texts = textsOf(step, at, {}, at).filter(
    ({ field, at: path }) => field !== 'volumeMounts' || path.at(-1) === 'name',
  );
  return { step, at, texts };
}

function placed(object: TektonObject, spec: TaskSpec, at: YamlPath, isAlone: boolean): PlacedTask {
  const template = spec.stepTemplate ?? {};
  const steps = (spec.steps ?? []).map((step, i): PlacedStep => {
    const place = [...at, 'steps', i];
    // What a step refers to is not there yet, and nothing is added to it.
    const from = step.ref === undefined ? template : {};
    return {
      step: { ...from, ...withoutEmpty(step), volumeMounts: [...(step.volumeMounts ?? [])] },
      at: place,
      texts: textsOf(step, place, from, [...at, 'stepTemplate']),
    };
  });
  return { object, spec, at, isAlone, steps };
}

/** Empty texts and lists leave what the template says, which says nothing of results. */
function withoutEmpty(step: Step): Step {
  const entries = Object.entries(step).filter(
    ([field, value]) => value !== '' && !(Array.isArray(value) && value.length === 0 && field !== 'results'),
  );
  return Object.fromEntries(entries) as Step;
}

function textsOf(step: Step, at: YamlPath, template: StepTemplate, from: YamlPath): readonly StepText[] {
  const texts: StepText[] = [];
  const say = (field: StepText['field'], text: string | undefined, path: YamlPath): void => {
    if (text !== undefined && text !== '') texts.push({ text, at: path, field });
  };
  const isOwn = (field: 'image' | 'workingDir' | 'command' | 'args'): boolean => (step[field] ?? '').length > 0;
  const ownerOf = (field: 'image' | 'workingDir' | 'command' | 'args'): readonly [StepTemplate, YamlPath] =>
    isOwn(field) ? [step, at] : [template, from];
  say('name', step.name, [...at, 'name']);
  for (const field of ['image', 'workingDir'] as const) {
    const [owner, path] = ownerOf(field);
    say(field, owner[field], [...path, field]);
  }
  say('script', step.script, [...at, 'script']);
  for (const field of ['command', 'args'] as const) {
    const [owner, path] = ownerOf(field);
    for (const [i, text] of (owner[field] ?? []).entries()) say(field, text, [...path, field, i]);
  }
  const set = new Set((step.env ?? []).map(({ name }) => name));
  for (const [i, { value }] of (step.env ?? []).entries()) say('env', value, [...at, 'env', i, 'value']);
  for (const [i, { name, value }] of (template.env ?? []).entries())
    if (!set.has(name)) say('env', value, [...from, 'env', i, 'value']);
  for (const [owner, path] of [[step, at] as const, [template, from] as const])
    for (const [i, mount] of (owner.volumeMounts ?? []).entries())
      for (const field of ['name', 'mountPath', 'subPath'] as const)
        say('volumeMounts', mount[field], [...path, 'volumeMounts', i, field]);
  return texts;
}
