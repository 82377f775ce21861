import type { PlayedNode, PlayedWorkflow, Stuck } from '../result';
import { type Value, valueText } from './plan/value';
import { type Child, hasEnded, type StepState } from './run/child';
import type { PipelineRun, TaskState } from './run/pipeline-run';

/** What became of a run, as plain data. @internal */
export function readTektonRun(run: PipelineRun): PlayedWorkflow {
  const { name, namespace, phase, reason, message, startedAt, finishedAt } = run;
  let nodes: readonly PlayedNode[] | undefined;
  return {
    name,
    namespace,
    phase,
    reason,
    message,
    startedAt: date(startedAt),
    finishedAt: date(finishedAt),
    get nodes() {
      nodes ??= nodesOf(run);
      return nodes;
    },
    outputs: textsOf(run.results),
    stuck: stuckIn(run),
  };
}

function nodesOf(run: PipelineRun): readonly PlayedNode[] {
  const below = run.tasks.flatMap((state) => taskNodes(run, state));
  // A TaskRun by itself has no pipeline around it.
  if (run.plan.kind === 'TaskRun' && below.length > 0)
    return below.map((node) => (node.type === 'Step' ? node : { ...node, boundary: undefined }));
  const root: PlayedNode = {
    ...blank,
    id: run.name,
    name: run.name,
    displayName: run.name,
    type: run.plan.kind,
    phase: run.phase === '' ? 'Pending' : run.phase,
    reason: run.reason,
    message: run.message,
    template: run.pipelineName,
    children: below.filter(({ type }) => type !== 'Step').map(({ name }) => name),
    startedAt: new Date(run.startedAt ?? run.createdAt),
    finishedAt: date(run.finishedAt),
    inputs: textsOf(run.params),
    outputs: textsOf(run.results),
  };
  return [root, ...below];
}

const blank = {
  boundary: undefined,
  children: [],
  inputs: {},
  outputs: {},
  result: undefined,
  exitCode: undefined,
  hooked: false,
  retries: 0,
};

function taskNodes(run: PipelineRun, state: TaskState): readonly PlayedNode[] {
  const hooked = state.isFinal;
  const skipped = run.skipped.get(state.name);
  if (state.children.length > 0)
    return state.children.flatMap((child) => [childNode(run, child, hooked), ...stepNodes(run, child, hooked)]);
  if (skipped === undefined) return [];
  const at = new Date(run.finishedAt ?? run.world.clock.now());
  const name = `${run.name}.${state.name}`;
  return [
    {
      ...blank,
      id: name,
      name,
      displayName: state.name,
      type: 'Skipped',
      phase: 'Skipped',
      reason: skipped,
      message: skipped,
      template: state.plan.name,
      boundary: run.name,
      startedAt: at,
      finishedAt: at,
      hooked,
    },
  ];
}

function childNode(run: PipelineRun, child: Child, hooked: boolean): PlayedNode {
  const name = `${run.name}.${child.path}`;
  return {
    ...blank,
    id: child.name,
    name,
    displayName: child.path,
    type: child.kind,
    phase: child.phase,
    reason: child.reason,
    message: child.phase === 'Succeeded' ? '' : child.message,
    template: child.task.name,
    boundary: run.name,
    children: child.steps.map(({ plan }) => `${name}.${plan.name}`),
    startedAt: new Date(child.createdAt),
    finishedAt: date(child.finishedAt),
    inputs: textsOf(child.params),
    outputs: textsOf(child.results),
    hooked,
    retries: child.attempt,
  };
}

function stepNodes(run: PipelineRun, child: Child, hooked: boolean): readonly PlayedNode[] {
  return child.steps.map((step: StepState) => {
    const boundary = `${run.name}.${child.path}`;
    const name = `${boundary}.${step.plan.name}`;
    return {
      ...blank,
      id: name,
      name,
      displayName: step.plan.name,
      type: 'Step',
      phase: step.phase,
      reason: step.reason,
      message: step.message,
      template: '',
      boundary,
      startedAt: new Date(step.startedAt),
      finishedAt: date(step.finishedAt),
      exitCode: step.exitCode === undefined ? undefined : String(step.exitCode),
      hooked,
    };
  });
}

function textsOf(values: ReadonlyMap<string, Value>): Readonly<Record<string, string>> {
  return Object.fromEntries([...values].map(([name, value]) => [name, valueText(value)]));
}

function date(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

/** What a run waits for; or waited for until its time was over, where nothing else could have ended it. */
function stuckIn(run: PipelineRun): readonly Stuck[] {
  if (run.finishedAt !== undefined && run.reason !== 'PipelineRunTimeout') return [];
  const found: Stuck[] = [];
  for (const [task, what] of run.invalid) found.push({ node: `${run.name}.${task}`, why: 'reference', what });
  if (run.finishedAt !== undefined) return found;
  if (run.plan.spec.status === 'PipelineRunPending')
    found.push({ node: run.name, why: 'suspended', what: 'spec.status is PipelineRunPending' });
  for (const { children } of run.tasks) {
    for (const child of children) {
      if (hasEnded(child)) continue;
      const what = child.message || (child.phase === 'Running' ? 'it never ends' : 'it never starts');
      found.push({ node: `${run.name}.${child.path}`, why: child.kind === 'CustomRun' ? 'resume' : 'pod', what });
    }
  }
  if (found.length === 0) found.push({ node: run.name, why: 'time', what: 'the simulation ended before the run did' });
  return found;
}
