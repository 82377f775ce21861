import { CronRetrain, Schedule } from 'cdk8s-mlops';
import { Pipeline, type TektonTarget } from 'cdk8s-mlops/tekton';
import type { PlatformModel } from './models';
import type { Platform } from './platform';
import { retraining } from './retraining';

/** All that a model needs: the pipeline that trains it and, unless it is an experiment, its schedule. */
export function addModel(platform: Platform, engine: TektonTarget, model: PlatformModel): void {
  const { chart } = platform;
  const { name } = model.contract;
  const run = new Pipeline(chart, `retrain-${name}`, { engine, pipeline: retraining(model, platform) });
  if (!model.deploy) return;
  new CronRetrain(chart, `weekly-${name}-training`, {
    engine,
    run,
    schedule: Schedule.cron(model.weekly, { timezone: 'Etc/UTC' }),
  });
}
