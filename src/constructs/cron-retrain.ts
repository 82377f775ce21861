import type { ApiObject } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { graphOf } from '../core/builder/add-step';
import { checkArgument } from '../core/check-argument';
import { checkProps } from '../core/check-props';
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
import { managed } from '../engines/argo/side/account';
import type { ArgoTarget } from '../engines/argo/target';
import { literal } from '../engines/argo/value/literal';
import { WorkflowTemplate } from '../engines/argo/workflow-template';
import { checkSchedule, type Schedule } from './schedule';

/** Literal values for the inputs of a unit; those without a default must be there. @public */
export type RunInputs<I> = {
  readonly [K in keyof I]: Exclude<I[K], undefined> extends number ? number | Extract<I[K], undefined> : I[K];
};

/** @public */
export interface CronRetrainProps<I> {
  readonly engine: ArgoTarget;
  /** What is started: a construct that is a unit, or several with `followedBy`. */
  readonly run: Unit<I, unknown>;
  readonly schedule: Schedule;
  /** What it is started with. @default - the defaults of its inputs */
  readonly inputs?: RunInputs<NoInfer<I>> | undefined;
}

/**
 * Starts a unit on a schedule: one run at a time, and none that is more than ten minutes late.
 *
 * A sequence is emitted as a `WorkflowTemplate` of the construct's id, so that it can be started by hand as well.
 *
 * @throws PipelineError MLP2002 for a name over 52 characters; MLP1102 where an input without default is not given;
 * MLP1304 if a run may wait for a person until the next one is due.
 * @see https://argo-workflows.readthedocs.io/en/latest/cron-workflows/
 * @example
 * ```ts
 * new CronRetrain(chart, 'cron-train', {
 *   engine: argo('4.0'), run: training.followedBy(gate), schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
 * });
 * ```
 * @public
 */
export class CronRetrain<I> extends Construct {
  /** The emitted CronWorkflow, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: CronRetrainProps<I>) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['engine', 'run', 'schedule', 'inputs'], `CronRetrain '${id}'`, at);
    checkName(id, 'a CronRetrain', at);
    const schedule = checkSchedule(props.schedule, at);
    const unit = this.emitted(id, props, at);
    checkApproval(unit.unit, schedule, at);
    const parameters = parametersOf(unit, props.inputs ?? {}, at);
    this.apiObject = new ArgoCronWorkflow(this, 'Resource', {
      metadata: { name: id, labels: managed },
      spec: {
        schedules: [schedule.cron],
        timezone: schedule.timezone,
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
  private emitted(id: string, { run, engine }: CronRetrainProps<I>, at: string): ReferenceGraph {
    const graph = graphOf(run, at);
    if (graph.kind === 'pipeline') {
      const unit = { name: id, [unitGraph]: renamed(graph, id) };
      return new WorkflowTemplate(this, 'Template', { engine, pipeline: unit })[unitGraph];
    }
    if (graph.kind === 'reference') {
      if (graph.object.namespace === Chart.of(this).namespace) return graph;
      throw new PipelineError({
        code: 'MLP2006',
        message: `'${graph.name}' is in namespace '${graph.object.namespace ?? '(none)'}', its schedule in '${Chart.of(this).namespace ?? '(none)'}'`,
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
