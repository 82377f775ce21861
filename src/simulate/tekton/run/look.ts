import { isMatrixed } from '../plan/matrix';
import { timeoutsOf } from '../plan/run-plan';
import { asValue, isList } from '../plan/value';
import { Variables } from '../plan/variables';
import { type Child, hasEnded } from './child';
import { conditionOf, isOver } from './condition';
import { createChildren } from './create-children';
import { Facts } from './facts';
import { findResults, missingResult } from './find-results';
import { pipelineResults } from './pipeline-results';
import type { PipelineRun, SkipReason, TaskState } from './pipeline-run';
import { beginRun, wake } from './start-run';
import { isRunning, isScheduled } from './task-states';

/** One look of the controller at a run, as `reconcile` is. @internal */
export function look(run: PipelineRun, begin: (run: PipelineRun) => void): void {
  run.changed = false;
  if (run.finishedAt !== undefined || run.plan.spec.status === 'PipelineRunPending') return;
  if (run.startedAt === undefined) {
    run.changed = true;
    const refused = beginRun(run);
    if (refused !== undefined) {
      finish(run, 'Failed', refused.reason, refused.message);
      return;
    }
  }
  for (const state of run.tasks) {
    // What runs has its values.
    if (isScheduled(state)) continue;
    state.task = state.source;
    const found = findResults(run, state);
    if ('variables' in found) state.task = found.variables.in(state.source);
    else if (found.outOfBounds === true) {
      const message = `PipelineRun ${run.namespace}/${run.name} can't be Run; couldn't resolve all references: ${found.message}`;
      finish(run, 'Failed', 'PipelineValidationFailed', message);
      return;
    }
  }
  const facts = new Facts(run);
  cancelLate(run);
  const problem = schedule(run, facts, begin);
  if (problem !== undefined) {
    finish(run, 'Failed', 'InvalidMatrixParameterTypes', problem);
    return;
  }
  facts.forgetSkips();
  if (isOver(run, timeoutsOf(run.plan.spec).pipeline)) for (const state of run.tasks) cancel(run, state);
  const { phase, reason, message } = conditionOf(run, facts);
  run.skipped = skippedTasks(run, facts);
  // What a run waited for until its time was over is worth telling.
  if (facts.invalid.size > 0 || phase === 'Running') run.invalid = facts.invalid;
  if (phase === 'Running') {
    Object.assign(run, { phase, reason, message });
    return;
  }
  const results = pipelineResults(run);
  run.results = results.found;
  if (results.problem === undefined) finish(run, phase, reason, message);
  else finish(run, 'Failed', 'CouldntGetPipelineResult', results.problem);
}

/** Ends what is still going on of tasks, or of finally, when the time for it is over. */
function cancelLate(run: PipelineRun): void {
  const { tasks, finally: last } = timeoutsOf(run.plan.spec);
  const { finallyStartedAt, world } = run;
  if (finallyStartedAt === undefined) {
    if (isOver(run, tasks)) for (const state of run.tasks) if (!state.isFinal && isRunning(state)) cancel(run, state);
  } else if (last !== undefined && world.clock.now() - finallyStartedAt > last) {
    for (const state of run.tasks) if (state.isFinal && isRunning(state)) cancel(run, state);
  }
}

/** Asks for the end of what runs for a task; this look still finds it running. */
function cancel(run: PipelineRun, { children }: TaskState): void {
  const { clock } = run.world;
  for (const child of children) {
    if (hasEnded(child) || child.timedOut) continue;
    child.timedOut = true;
    clock.forNode(clock.now(), run, child, (run, child) => {
      if (hasEnded(child)) return;
      end(run, child);
      run.dirty = true;
    });
  }
}

function end(run: PipelineRun, child: Child): void {
  const why = child.timedOut ? 'has timed out' : 'has ended';
  child.phase = 'Failed';
  child.reason = 'TaskRunCancelled';
  child.message = `${child.kind} "${child.name}" was cancelled. ${child.kind} cancelled as the PipelineRun it belongs to ${why}.`;
  child.finishedAt = run.world.clock.now();
  for (const step of child.steps) {
    if (step.finishedAt !== undefined) continue;
    Object.assign(step, { phase: 'Failed', reason: 'Cancelled', finishedAt: child.finishedAt });
  }
  run.changed = true;
}

/** As `runNextSchedulableTask`. Says what is wrong with a matrix. */
function schedule(run: PipelineRun, facts: Facts, begin: (run: PipelineRun) => void): string | undefined {
  let next: TaskState[] = [...facts.queue()];
  for (const state of next) {
    const missing = missingResult(run, state);
    if (missing === undefined) continue;
    // What is wrong with one task keeps all others from beginning.
    next = [];
    facts.invalid.set(state.name, missing);
  }
  const last = facts.finalQueue();
  if (last.length > 0) {
    const statuses = new Variables();
    for (const [name, status] of facts.statuses()) statuses.set(name, status);
    for (const state of last) {
      state.task = statuses.in(state.task);
      const found = findResults(run, state);
      if ('missing' in found) continue;
      state.task = found.variables.in(state.task);
      next.push(state);
    }
  }
  for (const state of next) {
    if (state.isFinal && run.finallyStartedAt === undefined) {
      run.finallyStartedAt = run.world.clock.now();
      const limit = timeoutsOf(run.plan.spec).finally;
      if (limit !== undefined && Number.isFinite(limit)) wake(run, run.finallyStartedAt + limit);
    }
    if (facts.skip(state) !== undefined || facts.finallySkip(state) !== undefined) continue;
    const wrong = isMatrixed(state.task.matrix) ? wrongMatrix(state) : undefined;
    if (wrong !== undefined) return `Failed to validate matrix "${run.name}" with error ${wrong}`;
    createChildren(run, state, begin);
    run.changed = true;
  }
  return undefined;
}

function wrongMatrix({ task }: TaskState): string | undefined {
  const wrong = (task.matrix?.params ?? []).find(({ value }) => !isList(asValue(value)));
  return wrong === undefined
    ? undefined
    : `parameters of type array only are allowed, but param "${wrong.name}" has type "string" in pipelineTask "${task.name}"`;
}

function skippedTasks(run: PipelineRun, facts: Facts): ReadonlyMap<string, SkipReason> {
  const skipped = new Map<string, SkipReason>();
  for (const state of run.tasks) {
    const reason = facts.skip(state) ?? facts.finallySkip(state);
    if (reason !== undefined) skipped.set(state.name, reason);
  }
  return skipped;
}

function finish(run: PipelineRun, phase: 'Succeeded' | 'Failed', reason: string, message: string): void {
  const { parent } = run;
  Object.assign(run, { phase, reason, message, finishedAt: run.world.clock.now(), changed: true });
  // What still runs of it is ended with it.
  for (const { children } of run.tasks) for (const child of children) if (!hasEnded(child)) end(run, child);
  if (parent === undefined || hasEnded(parent.child)) return;
  Object.assign(parent.child, { phase, reason, message, finishedAt: run.finishedAt });
  parent.run.dirty = true;
}
