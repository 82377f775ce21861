import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { unitGraph } from '../../core/unit';
import type { EmittedUnit, Emitter, ScheduleToEmit, UnitToEmit } from '../kubernetes/engine';
import { CronPipelineRun } from './cron-pipeline-run';
import { Pipeline } from './pipeline';
import type { TektonTarget } from './target';

/** What constructs emit, as Tekton has it: Pipelines, and CronJobs that create their runs. @internal */
export const tektonEmitter: Emitter = {
  queues: false,
  history: { runs: 'tekton.dev/v1/pipelineruns', reference: 'pipelineRef', schedules: 'batch/v1/cronjobs' },
  emitUnit(engine: TektonTarget, scope: Construct, id: string, { pipeline, description }: UnitToEmit): EmittedUnit {
    return new Pipeline(scope, id, { engine, pipeline, description });
  },
  emitSchedule(engine: TektonTarget, scope: Construct, { unit, schedule, inputs }: ScheduleToEmit): ApiObject {
    const pipeline = { name: unit.name, [unitGraph]: unit };
    return new CronPipelineRun(scope, scope.node.id, { engine, pipeline, schedule, inputs }).apiObject;
  },
};
