import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { startArguments } from '../../core/start-arguments';
import { managed } from '../kubernetes/account';
import type { EmittedUnit, Emitter, ScheduleToEmit, UnitToEmit } from '../kubernetes/engine';
import { ArgoCronWorkflow } from './resources/cron-workflow';
import type { ArgoTarget } from './target';
import { literal } from './value/literal';
import { WorkflowTemplate } from './workflow-template';

/** What constructs emit, as Argo has it: WorkflowTemplates and CronWorkflows. @internal */
export const argoEmitter: Emitter = {
  queues: true,
  history: {
    runs: 'argoproj.io/v1alpha1/workflows',
    reference: 'workflowTemplateRef',
    schedules: 'argoproj.io/v1alpha1/cronworkflows',
  },
  emitUnit(engine: ArgoTarget, scope: Construct, id: string, { pipeline, description }: UnitToEmit): EmittedUnit {
    return new WorkflowTemplate(scope, id, { engine, pipeline, description });
  },
  emitSchedule(_: ArgoTarget, scope: Construct, { unit, schedule, inputs }: ScheduleToEmit): ApiObject {
    const { id, path: at } = scope.node;
    const parameters = startArguments(unit, inputs, at).map(({ name, value }) => ({ name, value: literal(value) }));
    return new ArgoCronWorkflow(scope, 'Resource', {
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
  },
};
