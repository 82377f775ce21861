import type { Step } from '../../../schemas/tekton/types';
import { milliseconds } from '../../scenario/milliseconds';
import type { EndedOutcome, Outcome } from '../../scenario/outcome';
import { goDuration } from '../../world/duration';
import { durationText } from '../plan/duration-text';
import { exitCodePath, planSteps, type StepPlan } from '../plan/step-plan';
import type { Variables } from '../plan/variables';
import { type Child, hasEnded, type StepState } from '../run/child';
import type { PipelineRun } from '../run/pipeline-run';
import { allHold } from './conditions';
import { runHelper } from './helper-step';
import { readResults, writeOutputs } from './pod-files';
import { stepLeaf } from './step-leaf';
import { misfits, stepVariables, taskVariables } from './task-variables';

/** From the creation of a pod until its first step runs. */
const startUp = 1_000;
const defaultTakes = 10_000;
const helperTakes = 1_000;
/** Its own controller sees a TaskRun after that of the run, whose time is over first if both have the same. */
const lag = 2;

/** An attempt of a TaskRun. */
interface Pod {
  readonly owner: PipelineRun;
  readonly child: Child;
  /** Which attempt of the TaskRun it is. */
  readonly attempt: number;
  readonly workspaces: ReadonlySet<string>;
  readonly variables: Variables;
}

/** Begins an attempt of a TaskRun: its pod, step after step. @internal */
export function startPod(owner: PipelineRun, child: Child, workspaces: ReadonlySet<string>): void {
  const { clock, library } = owner.world;
  child.phase = 'Pending';
  child.reason = 'Pending';
  child.startedAt = clock.now();
  child.files = new Map();
  child.steps = planSteps(child.task.spec, library).map((plan) => ({
    plan,
    phase: 'Pending',
    reason: '',
    message: '',
    exitCode: undefined,
    startedAt: clock.now(),
    finishedAt: undefined,
  }));
  const variables = taskVariables(child, owner, workspaces);
  const pod = { owner, child, attempt: child.attempt, workspaces, variables };
  if (Number.isFinite(child.timeout)) {
    const message = `TaskRun "${child.name}" failed to finish within "${durationText(child.timeout)}"`;
    after(pod, child.timeout + lag, (pod) => end(pod, 'Failed', 'TaskRunTimeout', message));
  }
  after(pod, startUp, (pod) => runStep(pod, 0));
}

function isLive({ child, attempt }: Pod): boolean {
  return child.attempt === attempt && !hasEnded(child);
}

function runStep(pod: Pod, index: number): void {
  const { owner, child, variables } = pod;
  const step = child.steps[index];
  if (step === undefined) {
    end(pod, 'Succeeded', 'Succeeded', 'All Steps have completed executing');
    return;
  }
  child.phase = 'Running';
  child.reason = 'Running';
  step.startedAt = owner.world.clock.now();
  const source = variables.with(stepVariables(step.plan, child)).in(step.plan.source);
  if (!allHold(source.when, (what) => owner.world.undecided.add(what))) {
    child.files.set(exitCodePath(step.plan.name), '0');
    endStep(owner, step, 'Skipped', 'Skipped', undefined);
    runStep(pod, index + 1);
    return;
  }
  const missing = /\$\(steps\.[\w-]+\.results\.[^)]*\)/.exec(JSON.stringify([source.command, source.args, source.env]));
  if (missing !== null) {
    fail(pod, index, 1);
    return;
  }
  step.phase = 'Running';
  const { helper } = step.plan;
  const { executor, said } = owner.world;
  const leaf = stepLeaf(owner, child, step.plan, source);
  const wanted = helper === undefined ? undefined : said(leaf);
  if (wanted !== undefined) {
    playOutcome(pod, index, source, wanted);
    return;
  }
  if (helper !== undefined) {
    after(pod, helperTakes, (pod) => {
      const { child } = pod;
      const step = child.steps[index] as StepState;
      const problems = runHelper(helper, source, child.files);
      step.message = problems.map((each) => `${helper}: ${each}`).join('; ');
      if (problems.length > 0) fail(pod, index, 1);
      else passOn(pod, index);
    });
    return;
  }
  executor.start(leaf, (outcome) => {
    if (isLive(pod)) playOutcome(pod, index, source, outcome);
  });
}

function playOutcome(pod: Pod, index: number, source: Step, outcome: Outcome): void {
  const { child } = pod;
  const limit = source.timeout === undefined ? undefined : goDuration(source.timeout);
  switch (outcome.kind) {
    case 'never-scheduled':
      child.phase = 'Pending';
      child.reason = 'Pending';
      child.message = 'pod status "PodScheduled":"False"; message: "0/1 nodes are available"';
      return;
    case 'cannot-pull':
      after(pod, 0, (pod) => {
        const { image = '' } = source;
        const message = outcome.message ?? `Back-off pulling image "${image}"`;
        const step = pod.child.steps[index] as StepState;
        step.reason = 'TaskRunImagePullFailed';
        end(
          pod,
          'Failed',
          'TaskRunImagePullFailed',
          `the step "${step.plan.name}" in TaskRun "${child.name}" failed to pull the image "". The pod errored with the message: "${message}"`,
        );
      });
      return;
    case 'hangs':
    case 'waits':
      if (limit !== undefined) after(pod, limit, (pod) => exceed(pod, index));
      return;
    case 'error':
    case 'node-lost':
      after(pod, takes(outcome, defaultTakes), (pod) => {
        const { owner, child } = pod;
        endStep(owner, child.steps[index] as StepState, 'Failed', 'Error', undefined);
        const reason =
          owner.world.version === '1.12' || outcome.kind === 'node-lost' ? 'Failed' : 'InitContainerFailed';
        end(pod, 'Failed', reason, outcome.message ?? 'build failed for unspecified reasons.');
      });
      return;
    default: {
      const time = takes(outcome, defaultTakes);
      if (limit !== undefined && limit > 0 && time > limit) after(pod, limit, (pod) => exceed(pod, index));
      else after(pod, time, (pod) => exit(pod, index, outcome));
    }
  }
}

function exit(pod: Pod, index: number, outcome: EndedOutcome): void {
  const { child, owner } = pod;
  const step = child.steps[index] as StepState;
  const { exitCode = 0, reason } = outcome;
  writeOutputs(owner.world.hints, child, step.plan, outcome);
  if (reason === 'OOMKilled') {
    endStep(owner, step, 'Failed', 'OOMKilled', exitCode);
    // Nothing is left that could tell the next step to begin, and the controller does not wait for it.
    readResults(child);
    end(
      pod,
      'Failed',
      owner.world.version === '1.12' ? 'Failed' : 'StepOOM',
      exitedWith(step.plan, exitCode, 'OOMKilled'),
    );
    return;
  }
  if (exitCode === 0) passOn(pod, index);
  else fail(pod, index, exitCode);
}

function passOn(pod: Pod, index: number): void {
  const { child, owner } = pod;
  const step = child.steps[index] as StepState;
  child.files.set(exitCodePath(step.plan.name), '0');
  endStep(owner, step, 'Succeeded', 'Completed', 0);
  runStep(pod, index + 1);
}

function fail(pod: Pod, index: number, exitCode: number): void {
  const { child, owner } = pod;
  const step = child.steps[index] as StepState;
  if (pod.variables.text(step.plan.source.onError ?? '') === 'continue') {
    child.files.set(exitCodePath(step.plan.name), String(exitCode));
    endStep(owner, step, 'Failed', 'Continued', exitCode);
    runStep(pod, index + 1);
    return;
  }
  endStep(owner, step, 'Failed', 'Error', exitCode);
  giveUp(pod, index, exitedWith(step.plan, exitCode, 'Error'));
}

function exceed(pod: Pod, index: number): void {
  const step = pod.child.steps[index] as StepState;
  endStep(pod.owner, step, 'Failed', 'TimeoutExceeded', 1);
  giveUp(pod, index, `"step-${step.plan.name}" exited because the step exceeded the specified timeout limit`);
}

/** The steps after one that failed end without running. */
function giveUp(pod: Pod, index: number, message: string): void {
  const { owner, child } = pod;
  for (const later of child.steps.slice(index + 1)) endStep(owner, later, 'Failed', 'Skipped', 1);
  readResults(child);
  end(pod, 'Failed', owner.world.version === '1.12' ? 'Failed' : 'StepFailed', message);
}

function exitedWith({ name }: StepPlan, exitCode: number, why: string): string {
  return `"step-${name}" exited with code ${exitCode}: ${why}`;
}

/** Lets something happen later to a pod that still runs then, or to the same pod of a copy of its run. */
function after(pod: Pod, time: number, happens: (pod: Pod) => void): void {
  const { clock } = pod.owner.world;
  clock.forNode(clock.now() + time, pod.owner, pod.child, (owner, child) => {
    const same = { ...pod, owner, child };
    if (isLive(same)) happens(same);
  });
}

function takes(outcome: { readonly takes?: number | string }, otherwise: number): number {
  return outcome.takes === undefined ? otherwise : milliseconds(outcome.takes, 'takes');
}

function endStep(
  { world }: PipelineRun,
  step: StepState,
  phase: StepState['phase'],
  reason: string,
  exitCode: number | undefined,
): void {
  step.phase = phase;
  step.reason = reason;
  step.exitCode = exitCode;
  step.finishedAt = world.clock.now();
}

/** Ends the attempt, and the TaskRun with it unless there is another one. */
function end(pod: Pod, phase: 'Succeeded' | 'Failed', reason: string, message: string): void {
  if (!isLive(pod)) return;
  const { owner, child, workspaces } = pod;
  if (phase === 'Succeeded') readResults(child);
  const misfit = phase === 'Succeeded' ? misfits(child.task.spec, child.results) : undefined;
  child.phase = misfit === undefined ? phase : 'Failed';
  child.reason = misfit === undefined ? reason : 'TaskRunValidationFailed';
  child.message = misfit ?? message;
  child.finishedAt = owner.world.clock.now();
  owner.dirty = true;
  if (child.phase === 'Failed' && child.attempt < child.retries) {
    child.attempt += 1;
    child.finishedAt = undefined;
    child.results = new Map();
    startPod(owner, child, workspaces);
    return;
  }
  if (child.phase === 'Failed' && child.onErrorContinue && /^(?:Failed|Step|InitContainer)/.test(child.reason))
    child.reason = 'FailureIgnored';
}
