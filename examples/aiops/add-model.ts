import { CronRetrain, ModelMonitor, Schedule, type TrainedBy, type ValidatedModel } from 'cdk8s-mlops';
import { Pipeline, type TektonTarget } from 'cdk8s-mlops/tekton';
import type { PlatformModel } from './models';
import type { Platform } from './platform';
import { retraining } from './retraining';
import { serve } from './serving';

/** What looks after a model: whoever says how training stands, and whoever validates what is served. */
export interface Added {
  readonly trained: TrainedBy;
  /** Absent for an experiment. */
  readonly served?: ValidatedModel;
}

/** All that a model needs: the pipeline that trains it and, unless it is an experiment, its schedule, what serves it, and its alerts. */
export function addModel(platform: Platform, engine: TektonTarget, model: PlatformModel): Added {
  const { chart } = platform;
  const { contract } = model;
  const { name } = contract;
  const notebook = `train-${name}`;
  const serving = model.deploy ? serve(platform, engine, model) : undefined;
  const run = new Pipeline(chart, `retrain-${name}`, { engine, pipeline: retraining(model, platform, serving) });
  if (!model.deploy || serving === undefined) return { trained: { run, notebook } };
  const schedule = new CronRetrain(chart, `weekly-${name}-training`, {
    engine,
    run,
    schedule: Schedule.cron(model.weekly, { timezone: 'Etc/UTC' }),
  });
  schedule.apiObject.metadata.addLabel('app.kubernetes.io/part-of', 'model-training');
  const { environment } = serving;
  new ModelMonitor(chart, `${name}-monitor`, {
    environment,
    accuracy: { query: `model_accuracy{model="${name}"}`, below: 0.8 },
  });
  return { trained: { run, notebook, schedule }, served: { contract, environment } };
}
