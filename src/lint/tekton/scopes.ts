import type { Param, ParamSpec, PipelineSpec, PipelineTask, TaskSpec } from '../../schemas/tekton/types';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import { type TektonObject, tektonObjects } from './objects';
import { type PlacedPipelineTask, pipelinesIn, pipelinesOf } from './pipelines';
import { type PlacedStep, stepOfAction, tasksIn, tasksOf } from './tasks';
import { namesOfType, textsOf, typeOfParam, typeOfValue } from './values';

/** Texts that read parameters, and the parameters that there are. @internal */
export interface Scope {
  readonly object: TektonObject;
  readonly params: readonly ParamSpec[];
  /** Others may come from elsewhere, so only the use of these can be judged. */
  readonly isOpen: boolean;
  readonly reads: readonly Read[];
}

/** A text in which references are replaced. @internal */
export interface Read {
  readonly text: string;
  readonly at: YamlPath;
  /** A reference to a list may stand here, if it stands alone. */
  readonly takesList: boolean;
}

/** All of them, as admission looks at them. @internal */
export function* scopesIn(project: Project): Generator<Scope> {
  for (const { object, spec, isAlone, steps } of tasksIn(project))
    yield { object, params: spec.params ?? [], isOpen: !isAlone, reads: steps.flatMap(readsOfStep) };
  for (const { object, spec, at, isAlone, tasks, finals } of pipelinesIn(project)) {
    if (!isAlone) continue;
    const params = spec.params ?? [];
    const all = [...tasks, ...finals];
    yield { object, params, isOpen: false, reads: all.flatMap((task) => readsOfTask(task, params)) };
    for (const inner of tasksOf(object)) {
      const parent = inner.at.slice(0, -1);
      // Tasks of a Pipeline inside are not looked at.
      if (parent.length !== at.length + 2) continue;
      const known = [...(inner.spec.params ?? []), ...params];
      yield { object, params: known, isOpen: false, reads: inner.steps.flatMap(readsOfStep) };
    }
  }
  for (const object of tektonObjects(project)) {
    if (object.kind === 'StepAction') {
      const params = (object.spec.params as readonly ParamSpec[] | undefined) ?? [];
      yield { object, params, isOpen: false, reads: readsOfStep(stepOfAction(object)) };
    }
    if (object.kind === 'TaskRun') yield* scopeOfTaskRun(object);
    if (object.kind === 'PipelineRun') yield* scopeOfPipelineRun(object);
  }
}

function* scopeOfTaskRun(object: TektonObject): Generator<Scope> {
  const { params = [], taskSpec } = object.spec as { readonly params?: readonly Param[]; readonly taskSpec?: TaskSpec };
  const [task] = tasksOf(object);
  if (taskSpec === undefined || task === undefined) return;
  const known = new Map(params.map((param) => [param.name, declarationOf(param)]));
  for (const param of taskSpec.params ?? []) declare(known, param);
  yield { object, params: [...known.values()], isOpen: false, reads: task.steps.flatMap(readsOfStep) };
}

/** What a run, its Pipeline and its tasks have counts everywhere in it, but for what runs finally. */
function* scopeOfPipelineRun(object: TektonObject): Generator<Scope> {
  const { params = [], pipelineSpec } = object.spec as {
    readonly params?: readonly Param[];
    readonly pipelineSpec?: PipelineSpec;
  };
  const [pipeline] = pipelinesOf(object);
  if (pipelineSpec === undefined || pipeline === undefined) return;
  const known = new Map(params.map((param) => [param.name, declarationOf(param)]));
  for (const param of pipelineSpec.params ?? []) declare(known, param);
  for (const { task } of pipeline.tasks) {
    for (const param of task.params ?? []) pass(known, param);
    for (const param of task.taskSpec?.params ?? []) declare(known, param);
  }
  const all = [...known.values()];
  const inner = tasksOf(object).filter(({ at }) => at.length === pipeline.at.length + 3 && at.at(-3) === 'tasks');
  const steps = inner.flatMap((task) => task.steps.flatMap(readsOfStep));
  const tasks = pipeline.tasks.flatMap((task) => readsOfTask(task, all));
  yield { object, params: all, isOpen: false, reads: [...steps, ...tasks] };
}

type Known = Map<string, ParamSpec>;

/** What a parameter that is given says of itself. */
function declarationOf({ name, value }: Param): ParamSpec {
  const type = typeOfValue(value);
  if (type !== 'object' || !isMap(value)) return { name, type, default: value };
  return { name, type, default: value, properties: Object.fromEntries(Object.keys(value).map((key) => [key, {}])) };
}

/** What is declared gives way to what is given, but for the keys of an object. */
function declare(known: Known, param: ParamSpec): void {
  const given = known.get(param.name);
  if (given === undefined) known.set(param.name, param);
  else if (given.type === 'object' && param.properties !== undefined)
    known.set(param.name, { ...given, properties: param.properties });
}

function pass(known: Known, param: Param): void {
  const given = known.get(param.name);
  const own = declarationOf(param);
  if (given === undefined) known.set(param.name, own);
  else if (own.properties !== undefined)
    known.set(param.name, { ...given, properties: { ...given.properties, ...own.properties } });
}

function readsOfStep({ texts }: PlacedStep): readonly Read[] {
  return texts.map(({ text, at, field }) => ({ text, at, takesList: field === 'command' || field === 'args' }));
}

/** The params, the matrix and the conditions of a task. */
function readsOfTask({ task, at }: PlacedPipelineTask, params: readonly ParamSpec[]): readonly Read[] {
  const lists = namesOfType(params, 'array');
  return [
    ...(task.params ?? []).flatMap((param, i) => readsOfParam(param, [...at, 'params', i, 'value'])),
    ...readsOfMatrix(task, [...at, 'matrix']),
    ...(task.when ?? []).flatMap(({ input = '', values = [] }, i): readonly Read[] => {
      const path = [...at, 'when', i];
      // A list that is not declared is no list to Tekton.
      const isList = (text: string): boolean => lists.includes(/^\$\(params\.(.*)\[\*\]\)$/.exec(text)?.[1] ?? '');
      return [
        { text: input, at: [...path, 'input'], takesList: false },
        ...values.map((text, j) => ({ text, at: [...path, 'values', j], takesList: isList(text) })),
      ];
    }),
  ];
}

function readsOfParam({ value }: Param, at: YamlPath): readonly Read[] {
  const type = typeOfValue(value);
  return textsOf(value).map(([way, text]) => {
    const isWhole =
      type === 'string' &&
      /^\$\(params(?:\.[_a-zA-Z0-9.-]+\[\*\]|\["[_a-zA-Z0-9.-]+\[\*\]"\]|\['[_a-zA-Z0-9.-]+\[\*\]'\])\)$/.test(text);
    return { text, at: [...at, ...way], takesList: type === 'array' || isWhole };
  });
}

function readsOfMatrix({ matrix }: PipelineTask, at: YamlPath): readonly Read[] {
  const include = (matrix?.include ?? []).flatMap(({ params = [] }, i) =>
    params.flatMap(({ value }, j): readonly Read[] => {
      if (typeOfValue(value) !== 'string') return [];
      return textsOf(value).map(([, text]) => ({
        text,
        at: [...at, 'include', i, 'params', j, 'value'],
        takesList: false,
      }));
    }),
  );
  const params = (matrix?.params ?? []).flatMap(({ value }, i): readonly Read[] => {
    if (typeOfValue(value) !== 'array') return [];
    return textsOf(value).map(([way, text]) => ({ text, at: [...at, 'params', i, 'value', ...way], takesList: true }));
  });
  return [...include, ...params];
}

/** The objects among parameters, with their keys. @internal */
export function objectsAmong(
  params: readonly ParamSpec[],
): readonly { readonly name: string; readonly keys: readonly string[] }[] {
  return params
    .filter((param) => typeOfParam(param) === 'object')
    .map(({ name, properties = {} }) => ({ name, keys: Object.keys(properties) }));
}
