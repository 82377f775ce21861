import type { Chart } from 'cdk8s';
import { type ArgoTarget, CronRetrain, Schedule, WorkflowTemplate } from 'cdk8s-mlops';
import { ofEach } from './models';
import type { RegistrationPolicy } from './register';
import { release } from './release';
import { retraining, retrainingInPods } from './retraining';
import { serve } from './serving';

/** All that happens by itself: train in one of two ways, judge, register, release. */
export function deliver(chart: Chart, engine: ArgoTarget, policy: RegistrationPolicy): void {
  const releases = ofEach((model) => release(chart, engine, model, serve(chart, engine, model)));
  const byApi = new WorkflowTemplate(chart, 'retrain', {
    engine,
    description: 'Has the engine train all three models, and releases those that are good enough.',
    pipeline: retraining({ releases, policy }),
  });
  new WorkflowTemplate(chart, 'retrain-in-pods', {
    engine,
    description: 'Trains all three models in pods of their own, and releases those that are good enough.',
    pipeline: retrainingInPods({ releases, policy }),
  });
  new CronRetrain(chart, 'weekly-retrain', {
    engine,
    run: byApi,
    schedule: Schedule.cron('0 3 * * 0', { timezone: 'Etc/UTC' }),
  });
}
