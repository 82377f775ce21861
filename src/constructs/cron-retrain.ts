import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { type Unit, unitGraph } from '../core/unit';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { emitSchedule } from './emit-schedule';
import type { Schedule } from './schedule';

/** Literal values for the inputs of a unit; those without a default must be there. @public */
export type RunInputs<I> = {
  readonly [K in keyof I]: Exclude<I[K], undefined> extends number ? number | Extract<I[K], undefined> : I[K];
};

/** @public */
export interface CronRetrainProps<I> {
  readonly engine: EngineTarget;
  /** What is started: a construct that is a unit, or several with `followedBy`. */
  readonly run: Unit<I, unknown>;
  readonly schedule: Schedule;
  /** What it is started with. @default - the defaults of its inputs */
  readonly inputs?: RunInputs<NoInfer<I>> | undefined;
}

/**
 * Starts a unit on a schedule: one run at a time, and none that is more than ten minutes late.
 *
 * A sequence is emitted as a `WorkflowTemplate` or `Pipeline` of the construct's id, so that it can be started by hand as
 * well.
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
  /** The emitted CronWorkflow, or the CronJob on Tekton, for JSON patches. */
  readonly apiObject: ApiObject;
  /** What it starts, for an `EventTrigger` that starts the same. */
  readonly unit: Unit<I, unknown>;

  constructor(scope: Construct, id: string, props: CronRetrainProps<I>) {
    super(scope, id);
    checkProps(props, ['engine', 'run', 'schedule', 'inputs'], `CronRetrain '${id}'`, this.node.path);
    const description = 'All stages, one after the other.';
    const { apiObject, unit } = emitSchedule(this, 'CronRetrain', { ...props, description });
    this.apiObject = apiObject;
    this.unit = Object.freeze({ name: unit.name, [unitGraph]: unit });
  }
}
