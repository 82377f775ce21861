import { pipelinesOf, stepsOf, tasksOf } from '../../../core/graph/tasks-of';
import type { DeclaredSet, PipelineGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import { tektonGaps } from '../../../core/portability';
import type { TaskGraph } from '../../../core/task';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import type {
  ParamSpec,
  PipelineResult,
  PipelineRunSpec,
  PipelineSpec,
  PipelineTask,
} from '../../../schemas/tekton/types';
import type { TektonTarget } from '../target';
import { isNotIn } from '../value/guard';
import { literal, literalJson } from '../value/literal';
import { asValue, expressionOf, text, type Value } from '../value/value';
import { approvalTask } from './approval-task';
import { Context, result, type Where } from './context';
import { type Divided, dividedGuards } from './divide-guards';
import { duration } from './duration';
import { endRedBy, endRedTask } from './end-red';
import { Instance } from './instance';
import { lowerBlock } from './lower-block';
import { orderOf } from './order';
import { runSpec } from './run-spec';
import { type TaskBody, taskBody } from './task-body';
import { TaskNames } from './task-names';
import { tasksIn, textsOf } from './texts';
import { checkStages, runTimeouts, type TimedTask } from './timeouts';

/** A pipeline in Tekton's words, and what must be emitted beside it. @internal */
export interface LoweredPipeline {
  readonly spec: PipelineSpec;
  /** Task objects by name. */
  readonly tasks: ReadonlyMap<string, TaskBody>;
  /** What a run has to say. */
  readonly run: PipelineRunSpec;
  /** All whose containers run. */
  readonly programs: readonly TaskGraph[];
  /** Those of them that have an account of this pipeline, not of a unit that was put into it. */
  readonly own: readonly TaskGraph[];
}

/** @internal */
export interface LowerOptions {
  readonly target: TektonTarget;
  readonly account: string;
  readonly namespace: string;
  readonly at: string;
}

/**
 * Lowers a pipeline to the spec of a Pipeline and its Tasks. `account` is the ServiceAccount of its pods.
 *
 * @internal
 */
export function lower(graph: PipelineGraph, { target, account, namespace, at }: LowerOptions): LoweredPipeline {
  const context = new Context(target, namespace, at, endRedTask(target.programImage));
  refuse(graph, context);
  const inputs = Object.keys(graph.inputs).map((name): [string, Value] => [name, text(`$(params.${kebabCase(name)})`)]);
  const instance = new Instance(graph, Object.fromEntries(inputs));
  const start: Where = { guards: [], after: [], isFinal: false, owner: graph.name, account };
  const checked = inputs.length === 0 ? [] : [checkInputs(graph.inputs, start, context)];
  const ends = lowerBlock(graph.body, instance, { ...start, after: checked }, context);
  const results = pipelineResults(graph, instance, { ...start, after: ends }, context);
  if (graph.finally !== undefined) {
    lowerBlock(graph.finally, instance, { ...start, isFinal: true, owner: 'finally' }, context);
    refuseOrder(context);
  }
  exits(graph, { ...start, isFinal: true, owner: 'exit' }, context);
  const [tasks, last] = [dividedGuards(context.tasks), dividedGuards(context.finally)];
  const order = orderOf(tasks);
  const names = new TaskNames(graph.name);
  const bodies = new Map(
    [...tasks, ...last].flatMap((each) => {
      const body = taskBody(each, context);
      return body === undefined ? [] : [[each.draft.name, body] as const];
    }),
  );
  const call = (each: Divided, runAfter: readonly string[]): PipelineTask =>
    pipelineTask(each, bodies, names, runAfter, target);
  const params = declaredParams(graph.inputs, target);
  const workspaces = [...new Set([...bodies.values()].flatMap((body) => body.workspaces))];
  const spec: PipelineSpec = {
    ...(params.length === 0 ? {} : { params }),
    ...(workspaces.length === 0 ? {} : { workspaces: workspaces.map((name) => ({ name })) }),
    tasks: tasks.map((each) => call(each, order.runAfter(each.draft.name))),
    ...(last.length === 0 ? {} : { finally: last.map((each) => call(each, [])) }),
    ...(results.length === 0 ? {} : { results }),
  };
  const isFinal = new Set(last.map(({ draft }) => draft.name));
  const dag = new Map([...bodies].filter(([name]) => !isFinal.has(name)));
  const final = new Map([...bodies].filter(([name]) => isFinal.has(name)));
  const timed = { tasks: new Map<string, TimedTask>([...dag, ...asked(tasks)]), ends: final, order };
  const timeouts = runTimeouts(graph, timed, at);
  checkStages(context.stages, timed, at);
  return {
    spec,
    tasks: names.all(),
    run: runSpec({ pipeline: graph.name, account, platform: target.platform, bodies, timeouts, at }),
    programs: programsOf(bodies),
    own: programsOf(new Map([...bodies].filter(([, body]) => body.account === account))),
  };
}

function programsOf(bodies: ReadonlyMap<string, TaskBody>): readonly TaskGraph[] {
  return [...new Set([...bodies.values()].flatMap(({ programs }) => programs))];
}

function pipelineTask(
  { draft, before }: Divided,
  bodies: ReadonlyMap<string, TaskBody>,
  names: TaskNames,
  runAfter: readonly string[],
  target: TektonTarget,
): PipelineTask {
  const order = runAfter.length === 0 ? {} : { runAfter: [...runAfter] };
  const guarded =
    before.length === 0
      ? {}
      : { when: before.map(({ on, operator, values }) => ({ input: on, operator, values: [...values] })) };
  if (draft.work.kind === 'ask')
    return { name: draft.name, ...approvalTask(draft.work, target, { ...order, ...guarded }) };
  const body = bodies.get(draft.name);
  if (body === undefined) throw new Error(`no body for task '${draft.name}'`);
  const params = body.params.params();
  const { loop } = draft;
  return {
    name: draft.name,
    taskRef: { kind: 'Task', name: names.nameOf(body, draft.name) },
    ...order,
    ...guarded,
    ...(params.length === 0 ? {} : { params }),
    ...(loop === undefined ? {} : { matrix: { params: [{ name: body.params.item, value: loop.items }] } }),
    ...(body.workspaces.length === 0 ? {} : { workspaces: body.workspaces.map((name) => ({ name, workspace: name })) }),
    ...(body.retries === 0 ? {} : { retries: body.retries }),
    timeout: duration(body.timeoutSeconds),
  };
}

/** How long people are waited for. */
function asked(tasks: readonly Divided[]): readonly (readonly [string, TimedTask])[] {
  return tasks.flatMap(({ draft: { name, work } }) =>
    work.kind === 'ask' ? [[name, { timeoutSeconds: work.expiresInSeconds, retries: 0 }] as const] : [],
  );
}

/** What a person may fill in who starts a run. */
function declaredParams(inputs: DeclaredSet, { requires }: TektonTarget): readonly ParamSpec[] {
  const words = requires.includes('enable-param-enum');
  return Object.entries(inputs).map(([name, { type, default: fallback, doc }]) => {
    const choices = !words && type.kind === 'oneOf' ? [`one of ${type.values.join(', ')}`] : [];
    const description = [...(doc === undefined ? [] : [doc]), ...choices].join('; ');
    const isJson = type.kind === 'list' || type.kind === 'record';
    return {
      name: kebabCase(name),
      type: 'string',
      ...(description === '' ? {} : { description }),
      ...(fallback === undefined ? {} : { default: isJson ? literalJson(fallback) : literal(wire(fallback, type)) }),
      ...(words && type.kind === 'oneOf' ? { enum: [...type.values] } : {}),
      ...(words && type.kind === 'boolean' ? { enum: ['true', 'false'] } : {}),
    };
  });
}

/** What a run ends with, of its own pipeline and of all that it has in it, each task once. */
function exits(graph: PipelineGraph, where: Where, context: Context): void {
  for (const [task, account] of exitsOf(graph, where.account, context)) {
    const work = { kind: 'run', task, args: {}, narrower: new Set<string>() } as const;
    context.add({ name: context.name(task.name, where.owner), guards: [], after: [], work }, { ...where, account });
  }
}

/** With the unit whose account each has: the pipeline's own, or the first that is put into it. */
function exitsOf(graph: PipelineGraph, account: string, context: Context): ReadonlyMap<TaskGraph, string> {
  const found = new Map(graph.exit === undefined ? [] : [[graph.exit, account] as const]);
  for (const { unit } of stepsOf(graph)) {
    if (unit.kind !== 'pipeline' && unit.kind !== 'reference') continue;
    const inner =
      unit.kind === 'pipeline'
        ? exitsOf(unit, account, context)
        : exitsOf(unit.unit, context.accountIn(unit, account), context);
    for (const [task, theirs] of inner) if (!found.has(task)) found.set(task, theirs);
  }
  return found;
}

/** Looks at what a run was started with, before anything else: Tekton itself takes any text. */
function checkInputs(inputs: DeclaredSet, where: Where, context: Context): string {
  const values = Object.entries(inputs).map(([name, { type }]) => ({
    name: kebabCase(name),
    expression: { kind: 'given', name: `$(params.${kebabCase(name)})` } as const,
    type,
    result: undefined,
  }));
  return context.workOut('check-inputs', values, where);
}

/** What a run tells at its end; it is red unless every verdict among it is `pass`. */
function pipelineResults(
  graph: PipelineGraph,
  instance: Instance,
  where: Where,
  context: Context,
): readonly PipelineResult[] {
  const values = Object.entries(graph.outputs).map(([name, { type }]) => {
    const value = asValue(graph.body.outputs[name], type, instance);
    const isResult = value.kind === 'text' && /^\$\(tasks\.[^)]*\)$/.test(value.text);
    return { name: kebabCase(name), type, value, direct: isResult ? value.text : undefined };
  });
  const others = values.filter(({ direct }) => direct === undefined);
  const taken = others.map(({ name, type, value }) => ({
    name,
    expression: expressionOf(value),
    type,
    result: 'string' as const,
  }));
  const task = others.length === 0 ? '' : context.workOut('outputs', taken, where);
  const results = values.map(({ name, type, direct }) => ({ name, type, value: direct ?? result(task, name) }));
  const reason = results.find(({ name, type }) => name === 'reason' && type.kind === 'text');
  for (const { name, type, value } of results) {
    if (!isVerdict(type)) continue;
    const args = { outcome: text(value), reason: text(reason?.value ?? `${graph.name} did not pass`) };
    const after = task === '' ? where.after : [...where.after, task];
    endRedBy(`${name}-ends-red`, args, { ...where, guards: [isNotIn(value, 'pass')], after }, context);
  }
  return results.map(({ name, value }) => ({ name, description: '', type: 'string', value }));
}

function refuse(graph: PipelineGraph, context: Context): void {
  const queue = pipelinesOf(graph).find((each) => each.queue !== undefined);
  if (queue !== undefined) throw context.gap(tektonGaps.queue, `pipeline '${queue.name}'`);
  for (const { name, inputs, outputs } of [graph, ...tasksOf(graph)]) {
    const all = [...Object.values(inputs), ...Object.values(outputs)];
    if (all.some(({ type }) => type.kind === 'artifact')) throw context.gap(tektonGaps.artifact, `'${name}'`);
  }
}

/** The tasks of a `finally` start together, and none sees what another made. */
function refuseOrder(context: Context): void {
  const odd = context.finally.find(
    (draft) =>
      draft.after.length > 0 || [...textsOf(draft), ...draft.guards.map(({ on }) => on)].flatMap(tasksIn).length > 0,
  );
  if (odd !== undefined) throw context.gap(tektonGaps.finallyOrder, `'${odd.name}' of finally`);
}
