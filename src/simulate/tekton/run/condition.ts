import { durationText } from '../plan/duration-text';
import { timeoutsOf } from '../plan/run-plan';
import type { Facts } from './facts';
import type { PipelineRun } from './pipeline-run';
import { isFailure, isIgnored, isSuccessful, wasCancelled, wasTimedOut } from './task-states';

/** How a run stands. @internal */
export interface Condition {
  readonly phase: 'Running' | 'Succeeded' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** As `GetPipelineConditionStatus`. @internal */
export function conditionOf(run: PipelineRun, facts: Facts): Condition {
  const timeouts = timeoutsOf(run.plan.spec);
  if (isOver(run, timeouts.pipeline)) {
    const message = `PipelineRun "${run.name}" failed to finish within "${durationText(timeouts.pipeline)}"`;
    return { phase: 'Failed', reason: 'PipelineRunTimeout', message };
  }
  const late = isOver(run, timeouts.tasks);
  const waits = run.world.version !== '1.12' && run.tasks.some(({ isFinal }) => isFinal) && !facts.tasksDone(true);
  if (late && !waits) {
    const message = `PipelineRun "${run.name}" failed due to tasks failed to finish within "${durationText(timeouts.tasks ?? 0)}"`;
    return { phase: 'Failed', reason: 'PipelineRunTimeout', message };
  }
  const counts = count(run, facts);
  const completed = counts.succeeded + counts.failed + counts.cancelled + counts.ignored;
  const { status } = run.plan.spec;
  const gracefully = status === 'CancelledRunFinally' || status === 'StoppedRunFinally';
  if (counts.incomplete > 0) {
    const message = `Tasks Completed: ${completed} (Failed: ${counts.failed}, Cancelled ${counts.cancelled}), Incomplete: ${counts.incomplete}, Skipped: ${counts.skipped}`;
    let reason = 'Running';
    if (late) reason = 'PipelineRunTimeoutRunningFinally';
    else if (gracefully) reason = status === 'StoppedRunFinally' ? 'StoppedRunningFinally' : 'CancelledRunningFinally';
    else if (counts.cancelled > 0 || (counts.failed > 0 && facts.tasksDone(true))) reason = 'PipelineRunStopping';
    return { phase: 'Running', reason, message };
  }
  const failed = counts.failed + counts.ignored;
  const ignored = counts.ignored > 0 ? ` (Ignored: ${counts.ignored})` : '';
  const invalid =
    facts.invalid.size > 0 && run.world.version !== '1.12' ? ` (${[...facts.invalid.values()].join('; ')})` : '';
  const message = `Tasks Completed: ${completed} (Failed: ${failed}${ignored}, Cancelled ${counts.cancelled}), Skipped: ${counts.skipped}${
    counts.invalid > 0 ? `, Failed Validation: ${counts.invalid}${invalid}` : ''
  }`;
  if (counts.invalid > 0) return { phase: 'Failed', reason: 'PipelineValidationFailed', message };
  if (counts.failed > 0 || counts.tooLate > 0) return { phase: 'Failed', reason: 'Failed', message };
  if (gracefully) return { phase: 'Failed', reason: 'Cancelled', message: `PipelineRun "${run.name}" was cancelled` };
  if (counts.cancelled > 0) return { phase: 'Failed', reason: 'Cancelled', message };
  return { phase: 'Succeeded', reason: counts.skipped > 0 ? 'Completed' : 'Succeeded', message };
}

/** @internal */
export function isOver({ world, startedAt }: PipelineRun, limit: number | undefined): boolean {
  return limit !== undefined && startedAt !== undefined && world.clock.now() - startedAt > limit;
}

function count(run: PipelineRun, facts: Facts) {
  const counts = {
    succeeded: 0,
    failed: 0,
    ignored: 0,
    cancelled: 0,
    invalid: 0,
    skipped: 0,
    tooLate: 0,
    incomplete: 0,
  };
  for (const state of run.tasks) {
    if (isSuccessful(state)) counts.succeeded++;
    else if (wasTimedOut(state)) counts.failed++;
    else if (wasCancelled(state)) counts.cancelled++;
    else if (isFailure(state)) counts[isIgnored(state) ? 'ignored' : 'failed']++;
    else if (facts.isInvalid(state)) counts.invalid++;
    else {
      const skip = facts.skip(state) ?? facts.finallySkip(state);
      if (skip === undefined) counts.incomplete++;
      else counts.skipped++;
      // The pipeline's own timeout counts for a task, and not for one of finally.
      if (skip?.includes('timeout') && !(state.isFinal && skip === 'PipelineRun timeout has been reached'))
        counts.tooLate++;
    }
  }
  return counts;
}
