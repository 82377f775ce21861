import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { graphOf } from '../core/builder/add-step';
import { PipelineError } from '../core/error';
import { approvalSeconds } from '../core/graph/approval-seconds';
import type { PipelineGraph, ReferenceGraph } from '../core/graph/unit-graph';
import { checkName } from '../core/names';
import { renamed } from '../core/sequence';
import { type Unit, unitGraph } from '../core/unit';
import { checkEngine, type EngineTarget, emitter } from '../engines/kubernetes/engine';
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
): ApiObject {
  const { id, path: at } = scope.node;
  checkName(id, `a ${kind}`, at);
  checkEngine(engine, `${kind} '${id}'`, at);
  const checked = checkSchedule(schedule, at);
  const unit = emittedUnit(scope, run, engine, description);
  checkApproval(unit.unit, checked, at);
  return engine[emitter].emitSchedule(engine, scope, { unit, schedule: checked, inputs: inputs ?? {} });
}

/** The object that a run is started from: the unit's own, or one made for the sequence. */
function emittedUnit(
  scope: Construct,
  run: Unit<never, unknown>,
  engine: EngineTarget,
  description: string,
): ReferenceGraph {
  const { id, path: at } = scope.node;
  const graph = graphOf(run, at);
  if (graph.kind === 'pipeline') {
    const unit = { name: id, [unitGraph]: renamed(graph, id) };
    return engine[emitter].emitUnit(engine, scope, 'Template', { description, pipeline: unit })[unitGraph];
  }
  if (graph.kind === 'reference') {
    if (graph.engine !== engine.engine) {
      throw new PipelineError({
        code: 'MLP2003',
        message: `'${graph.name}' is emitted for ${graph.target}, its schedule for ${engine.engine}`,
        expected: 'one engine for both',
        at,
      });
    }
    const { namespace } = Chart.of(scope);
    if (graph.object.namespace === namespace) return graph;
    throw new PipelineError({
      code: 'MLP2006',
      message: `'${graph.name}' is in namespace '${graph.object.namespace ?? '(none)'}', its schedule in '${namespace ?? '(none)'}'`,
      expected: 'one namespace',
      at,
    });
  }
  throw new PipelineError({
    code: 'MLP1109',
    message: `${graph.kind} '${graph.name}' can't be started by a schedule`,
    expected: 'a pipeline, a construct that is a unit, or several with followedBy',
    at,
  });
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
