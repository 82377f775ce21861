import type { PipelineTask } from '../../../schemas/tekton/types';
import { type Combination, fanOut, isMatrixed } from '../plan/matrix';
import { childName } from '../plan/names';
import { planRun, taskTimeout } from '../plan/run-plan';
import { asValue, type Value } from '../plan/value';
import { Variables } from '../plan/variables';
import { startPod } from '../pod/play-pod';
import type { Child } from './child';
import { playCustomRun } from './custom-run';
import { matrixResults, resultOf } from './find-results';
import type { PipelineRun, TaskState } from './pipeline-run';
import { startTektonRun } from './start-run';
import { isFailure, isSuccessful } from './task-states';

/** Creates what runs for a task; of a matrix, one for each combination. @internal */
export function createChildren(run: PipelineRun, state: TaskState, begin: (run: PipelineRun) => void): void {
  const task = withContext(run, state);
  const combinations: readonly (Combination | undefined)[] = isMatrixed(task.matrix)
    ? fanOut(task.matrix)
    : [undefined];
  const own = { ...state.plan, spec: resultVariables(run).in(state.plan.spec) };
  state.children = combinations.map((combination, index) => {
    const suffix = combinations.length === 1 ? `-${state.name}` : `-${state.name}-${index}`;
    const isTask = run.plan.kind === 'TaskRun';
    const child: Child = {
      kind: own.kind === 'task' ? 'TaskRun' : own.kind === 'custom' ? 'CustomRun' : 'PipelineRun',
      name: isTask ? run.name : childName(run.name, suffix),
      path: combination === undefined ? state.name : `${state.name}(${index}:${[...combination.values()].join(',')})`,
      task: own,
      params: paramsOf(task, combination),
      retries: task.retries ?? 0,
      timeout: taskTimeout(task.timeout, run.plan, state.name, state.isFinal),
      onErrorContinue: task.onError === 'continue',
      createdAt: run.world.clock.now(),
      phase: 'Pending',
      reason: 'Pending',
      message: '',
      startedAt: run.world.clock.now(),
      finishedAt: undefined,
      attempt: 0,
      results: new Map(),
      steps: [],
      files: new Map(),
      timedOut: false,
    };
    return child;
  });
  // All are there before any of them can end.
  for (const child of state.children) startChild(run, state, child, task, begin);
}

function startChild(
  run: PipelineRun,
  state: TaskState,
  child: Child,
  task: PipelineTask,
  begin: (run: PipelineRun) => void,
): void {
  if (child.kind === 'TaskRun') {
    const workspaces = new Set((task.workspaces ?? []).map(({ name }) => name));
    for (const { name } of run.plan.spec.workspaces ?? []) workspaces.add(name);
    startPod(run, child, workspaces);
  } else if (child.kind === 'CustomRun') playCustomRun(run, state, child);
  else {
    const { pipelineSpec, pipelineRef } = task;
    const spec = {
      ...(pipelineSpec !== undefined && { pipelineSpec }),
      ...(pipelineRef !== undefined && { pipelineRef }),
      params: [...child.params].map(([name, value]) => ({ name, value })),
      ...(run.plan.spec.workspaces !== undefined && { workspaces: run.plan.spec.workspaces }),
    };
    const found = { name: child.name, namespace: run.namespace, annotations: {}, spec, document: undefined };
    child.phase = 'Running';
    begin(startTektonRun(run.world, planRun(run.plan.library, found), {}, { run, child }));
  }
}

function paramsOf({ params = [] }: PipelineTask, combination: Combination | undefined): ReadonlyMap<string, Value> {
  const all = new Map<string, Value>(combination ?? []);
  for (const { name, value } of params) all.set(name, asValue(value));
  return all;
}

/** As `ApplyPipelineTaskContexts`. */
function withContext({ tasks }: PipelineRun, { task }: TaskState): PipelineTask {
  const variables = new Variables().set('context.pipelineTask.retries', String(task.retries ?? 0));
  for (const other of tasks) {
    if (!isMatrixed(other.source.matrix)) continue;
    variables.set(`tasks.${other.name}.matrix.length`, String(fanOut(other.task.matrix ?? {}).length));
    for (const [result, values] of matrixResults(other))
      variables.set(`tasks.${other.name}.matrix.${result}.length`, String(values.length));
  }
  return variables.in(task);
}

/** As `PropagateResults`: steps that are written out may read results of other tasks. */
function resultVariables({ tasks }: PipelineRun): Variables {
  const variables = new Variables();
  for (const state of tasks) {
    if (state.plan.kind !== 'task' || !(isSuccessful(state) || isFailure(state))) continue;
    const names = new Set([...(state.children[0]?.results.keys() ?? []), ...matrixResults(state).keys()]);
    for (const name of names) {
      const value = resultOf(state, name);
      if (value !== undefined) variables.set(`tasks.${state.name}.results.${name}`, value);
    }
  }
  return variables;
}
