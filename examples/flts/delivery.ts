import type { Chart } from 'cdk8s';
import {
  type ArgoTarget,
  CronRetrain,
  Evaluation,
  PromoteOrRevert,
  pipeline,
  queue,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
  trainOnce,
  WorkflowTemplate,
} from 'cdk8s-mlops';
import { dataset, force, preparation } from './data';
import { tellSelected } from './events';
import { bestMember, epochs } from './members';
import { buckets, type Platform } from './platform';
import { checks, promotionOf } from './serving';

/** Two runs must not train or release at the same time. */
const oneAtATime = queue('flts');

/** All that happens by itself. What starts by the clock may be started by something else as well. */
export function deliver(chart: Chart, engine: ArgoTarget, platform: Platform) {
  const { preset, registry, makers } = platform;
  const training = new TrainingPipeline(chart, 'train-model', {
    engine,
    train: bestMember(platform),
    evaluate: Evaluation.metrics({ metrics: { score: { lessThan: preset.worstScore } } }),
    registry,
    queue: oneAtATime,
  });
  const promotion = promotionOf(platform);
  const gate = new StagingTestGate(chart, 'test-inference', { engine, promotion, checks, queue: oneAtATime });
  const decision = new PromoteOrRevert(chart, 'promote', { engine, promotion, queue: oneAtATime });

  // Of the same tables, with the same images and settings, the same model would come: it is not trained again.
  const once = trainOnce('deliver-once', {
    unit: training
      .followedBy(gate)
      .followedBy(decision)
      .followedBy(tellSelected(chart, engine, platform)),
    registry,
  });
  const init = makers.ensureBuckets('init-buckets', { buckets: Object.values(buckets) });
  const { sampling, prepare } = preparation(platform);
  const retrain = pipeline(
    'retrain',
    { dataset, epochs: epochs(preset), ...sampling.inputs, force },
    (p, { epochs, force, ...rows }) => {
      const made = p.step(init);
      const { trainData, testData } = p.step(prepare, rows, { after: [made] }).outputs;
      return p.step(once, { trainData, testData, epochs, force });
    },
    { queue: oneAtATime },
  );
  const run = new WorkflowTemplate(chart, 'retrain', { engine, pipeline: retrain });
  new CronRetrain(chart, 'retrain-by-clock', {
    engine,
    run,
    schedule: Schedule.cron(preset.schedule, { timezone: 'Etc/UTC' }),
  });
  return run;
}
