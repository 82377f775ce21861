import type { PipelineTask } from '../../../schemas/tekton/types';
import { resolvedPipeline, runParams } from '../plan/resolve-values';
import { resultReferences } from '../plan/result-references';
import { type RunPlan, timeoutsOf } from '../plan/run-plan';
import { planTask } from '../plan/task-plan';
import type { Value } from '../plan/value';
import { checkRun, checkTasks, type Refused } from './check-run';
import type { PipelineRun, TaskState } from './pipeline-run';
import type { TektonWorld } from './world';

/** A run that the controller has not seen yet. @internal */
export function startTektonRun(
  world: TektonWorld,
  plan: RunPlan,
  given: Readonly<Record<string, string>> = {},
  parent?: PipelineRun['parent'],
): PipelineRun {
  const params = runParams(plan, given);
  return {
    world,
    plan,
    name: plan.name,
    namespace: plan.namespace,
    spec: resolvedPipeline(plan, params),
    pipelineName: plan.pipelineName,
    params,
    createdAt: world.clock.now(),
    startedAt: undefined,
    finallyStartedAt: undefined,
    finishedAt: undefined,
    phase: '',
    reason: '',
    message: '',
    tasks: [],
    results: new Map<string, Value>(),
    skipped: new Map(),
    invalid: new Map(),
    parent,
    dirty: true,
    changed: false,
  };
}

/** The first look: what the run is made of, and whether it may begin at all. @internal */
export function beginRun(run: PipelineRun): Refused | undefined {
  const { world, plan, spec } = run;
  const { clock } = world;
  run.startedAt = clock.now();
  run.phase = 'Running';
  run.reason = 'Started';
  const { pipeline, tasks } = timeoutsOf(plan.spec);
  for (const limit of [pipeline, tasks])
    if (limit !== undefined && Number.isFinite(limit)) wake(run, run.startedAt + limit);
  if (plan.pipeline === undefined) {
    const { resolver } = plan.spec.pipelineRef ?? {};
    const what =
      resolver === undefined
        ? `pipelines.tekton.dev "${plan.pipelineName}" not found`
        : `what the resolver "${resolver}" finds is not among the manifests`;
    const message = `Error retrieving pipeline for pipelinerun ${run.namespace}/${run.name}: ${what}`;
    return { reason: 'CouldntGetPipeline', message };
  }
  const refused = checkRun(run);
  if (refused !== undefined) return refused;
  const states: TaskState[] = [];
  for (const [source, isFinal] of [
    ...(spec.tasks ?? []).map((task) => [task, false] as const),
    ...(spec.finally ?? []).map((task) => [task, true] as const),
  ]) {
    const own = planTask(source, plan.library);
    if ('missing' in own)
      return {
        reason: 'CouldntGetTask',
        message: `Pipeline ${run.namespace}/${run.pipelineName} can't be Run; it contains Tasks that don't exist: Couldn't retrieve Task "${source.taskRef?.name ?? ''}": ${own.missing}`,
      };
    if (own.stub) world.assumptions.add(`the Task of '${source.name}' is not among the manifests: it is taken to fit`);
    const name = source.name ?? '';
    const before = isFinal ? [] : beforeOf(source);
    states.push({ name, isFinal, before, source, plan: own, task: source, children: [], matrixResults: undefined });
  }
  const lost = unknownBefore(states) ?? cycleIn(states);
  if (lost !== undefined)
    return {
      reason: 'PipelineInvalidGraph',
      message: `PipelineRun ${run.namespace}/${run.name}'s Pipeline DAG is invalid: ${lost}`,
    };
  run.tasks = states;
  return checkTasks(run);
}

/** Has the controller look again right after a time. @internal */
export function wake(run: PipelineRun, time: number): void {
  run.world.clock.forRun(time + 1, run, (run) => {
    run.dirty = true;
  });
}

/** As `Deps`. @internal */
export function beforeOf(task: PipelineTask): readonly string[] {
  return [...new Set([...(task.runAfter ?? []), ...resultReferences(task).map((reference) => reference.task)])];
}

function unknownBefore(states: readonly TaskState[]): string | undefined {
  const names = new Set(states.filter(({ isFinal }) => !isFinal).map(({ name }) => name));
  for (const { name, before } of states) {
    const unknown = before.find((each) => !names.has(each));
    if (unknown !== undefined)
      return `couldn't add link between ${name} and ${unknown}: task ${name} depends on ${unknown} but ${unknown} wasn't present in Pipeline`;
  }
  return undefined;
}

function cycleIn(states: readonly TaskState[]): string | undefined {
  let left = states;
  for (;;) {
    const names = new Set(left.map(({ name }) => name));
    const blocked = left.filter(({ before }) => before.some((each) => names.has(each)));
    if (blocked.length === 0) return undefined;
    if (blocked.length === left.length) {
      const [first] = blocked;
      return `cycle detected; task "${first?.name}" depends on "${first?.before[0]}"`;
    }
    left = blocked;
  }
}
