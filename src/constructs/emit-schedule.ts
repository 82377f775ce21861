import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { PipelineError } from '../core/error';
import { approvalSeconds } from '../core/graph/approval-seconds';
import type { PipelineGraph, ReferenceGraph } from '../core/graph/unit-graph';
import { checkName } from '../core/names';
import type { Unit } from '../core/unit';
import { checkEngine, type EngineTarget, emitter } from '../engines/kubernetes/engine';
import { emittedRun } from './emitted-run';
import { checkSchedule, type Schedule } from './schedule';

/** What is started, when, and with what. @internal */
export interface ScheduledRun {
  readonly engine: EngineTarget;
  readonly run: Unit<never, unknown>;
  readonly schedule: Schedule;
  readonly inputs?: object | undefined;
  /** Of the object that a run is started from, where one is made for it. */
  readonly description: string;
}

/**
 * Emits the schedule of a unit below a construct, under the construct's id: one run at a time, and none that is more
 * than ten minutes late.
 *
 * @internal
 */
export function emitSchedule(
  scope: Construct,
  kind: string,
  { engine, run, schedule, inputs, description }: ScheduledRun,
): { readonly apiObject: ApiObject; readonly unit: ReferenceGraph } {
  const { id, path: at } = scope.node;
  checkName(id, `a ${kind}`, at);
  checkEngine(engine, `${kind} '${id}'`, at);
  const checked = checkSchedule(schedule, at);
  const unit = emittedRun(scope, run, engine, { starter: 'schedule', description });
  checkApproval(unit.unit, checked, at);
  return {
    unit,
    apiObject: engine[emitter].emitSchedule(engine, scope, { unit, schedule: checked, inputs: inputs ?? {} }),
  };
}

/** With `Forbid`, a run that waits for a person keeps the next one from starting. */
function checkApproval(graph: PipelineGraph, { periodSeconds, cron }: Schedule, at: string): void {
  const waiting = approvalSeconds(graph);
  if (waiting < periodSeconds) return;
  throw new PipelineError({
    code: 'MLP1304',
    message: `a run may wait ${waiting} s for a person, but '${cron}' starts the next after ${periodSeconds} s`,
    expected: 'an approval that expires before the next run is due',
    fix: 'shorten the approval, or approve in a pipeline of its own',
    at,
  });
}
