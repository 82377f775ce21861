import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { graphOf } from '../core/builder/add-step';
import { checkArgument } from '../core/check-argument';
import { PipelineError } from '../core/error';
import { approvalSeconds } from '../core/graph/approval-seconds';
import type { PipelineGraph, ReferenceGraph } from '../core/graph/unit-graph';
import { checkName, kebabCase } from '../core/names';
import { own } from '../core/own';
import { renamed } from '../core/sequence';
import { suggest } from '../core/suggest';
import { type Unit, unitGraph } from '../core/unit';
import { wire } from '../core/wire';
import { ArgoCronWorkflow } from '../engines/argo/resources/cron-workflow';
import type { ArgoTarget } from '../engines/argo/target';
import { literal } from '../engines/argo/value/literal';
import { WorkflowTemplate } from '../engines/argo/workflow-template';
import { managed } from '../engines/kubernetes/account';
import { checkSchedule, type Schedule } from './schedule';

/** What is started, when, and with what. @internal */
export interface ScheduledRun {
  readonly engine: ArgoTarget;
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
  const checked = checkSchedule(schedule, at);
  const unit = emittedUnit(scope, run, engine, description);
  checkApproval(unit.unit, checked, at);
  const parameters = parametersOf(unit, inputs ?? {}, at);
  return new ArgoCronWorkflow(scope, 'Resource', {
    metadata: { name: id, labels: managed },
    spec: {
      schedules: [checked.cron],
      timezone: checked.timezone,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      workflowSpec: {
        ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
        workflowTemplateRef: { name: unit.object.name },
      },
    },
  });
}

/** The object that a run is started from: the unit's own, or one made for the sequence. */
function emittedUnit(
  scope: Construct,
  run: Unit<never, unknown>,
  engine: ArgoTarget,
  description: string,
): ReferenceGraph {
  const { id, path: at } = scope.node;
  const graph = graphOf(run, at);
  if (graph.kind === 'pipeline') {
    const unit = { name: id, [unitGraph]: renamed(graph, id) };
    return new WorkflowTemplate(scope, 'Template', { engine, description, pipeline: unit })[unitGraph];
  }
  if (graph.kind === 'reference') {
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

function parametersOf(
  unit: ReferenceGraph,
  inputs: object,
  at: string,
): readonly { readonly name: string; readonly value: string }[] {
  const block = { label: at, parent: undefined, nodes: [], outputs: {} };
  const odd = Object.keys(inputs).find((name) => !Object.hasOwn(unit.inputs, name));
  if (odd !== undefined) {
    const meant = suggest(odd, Object.keys(unit.inputs));
    throw new PipelineError({
      code: 'MLP1101',
      message: `'${unit.name}' is started with '${odd}', which it does not take${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
      actual: odd,
      at,
    });
  }
  return Object.entries(unit.inputs).flatMap(([name, { type, default: fallback }]) => {
    const value = own(inputs as { readonly [name: string]: unknown }, name);
    if (value !== undefined) {
      checkArgument(value, type, `input '${name}' of '${unit.name}'`, block);
      return [{ name: kebabCase(name), value: literal(wire(value, type)) }];
    }
    if (fallback !== undefined) return [];
    throw new PipelineError({
      code: 'MLP1102',
      message: `'${unit.name}' needs '${name}', which has no default`,
      fix: `inputs: { ${name}: … }`,
      at,
    });
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
