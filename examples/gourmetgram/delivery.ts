import { type Chart, Duration } from 'cdk8s';
import {
  Check,
  CronRetrain,
  DriftCheck,
  type EngineTarget,
  ImageBuild,
  InitialImage,
  PromoteOrRevert,
  queue,
  Sample,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
  WeightedRoute,
} from 'cdk8s-mlops';
import { canary, production, staging } from './environments';
import { images, registry, toCanary } from './promotions';
import { base, content, evaluation, train } from './training';

/** A run by hand and the nightly one must not train or test at the same time. */
const oneAtATime = queue('gourmetgram');

/**
 * All that happens by itself: train, evaluate, build, test in staging, on to canary or back. The same for every engine.
 * What starts every night may be started by something else as well.
 */
export function deliver(chart: Chart, engine: EngineTarget) {
  const build = new ImageBuild(chart, 'build-container-image', {
    engine,
    registry,
    images,
    base,
    environment: staging,
    ...content,
  });
  new InitialImage(chart, 'build-initial', { build, environments: [staging, canary, production] });

  const training = new TrainingPipeline(chart, 'train-model', {
    engine,
    train,
    evaluate: evaluation,
    registry,
    register: { alias: 'development' },
    build,
    queue: oneAtATime,
  });

  const food = Sample.file(`${__dirname}/food.jpg`, { field: 'file' });
  const classes = [
    'Bread',
    'Dairy product',
    'Dessert',
    'Egg',
    'Fried food',
    'Meat',
    'Noodles/Pasta',
    'Rice',
    'Seafood',
    'Soup',
    'Vegetable/Fruit',
  ];

  /** Integration, resources and load, in this order: the first that does not pass is the last. */
  const gate = new StagingTestGate(chart, 'test-staging', {
    engine,
    promotion: toCanary,
    queue: oneAtATime,
    checks: [
      Check.http({
        path: '/predict',
        sample: food,
        expect: {
          status: 200,
          contentType: 'application/json',
          json: {
            prediction: { type: 'string', oneOf: classes },
            probability: { type: 'number', min: 0, max: 1 },
          },
        },
        deadline: Duration.minutes(10),
      }),
      // Memory below its limit of 256Mi; CPU under load is only reported.
      Check.pods({ cpu: 'warn' }),
      Check.load({
        path: '/predict',
        sample: food,
        send: { requests: 100, concurrency: 10 },
        successRate: { above: 0.95 },
        p95: { below: Duration.millis(2000) },
      }),
    ],
  });

  const decision = new PromoteOrRevert(chart, 'promote-or-revert', {
    engine,
    promotion: toCanary,
    queue: oneAtATime,
  });

  const nightly = new CronRetrain(chart, 'cron-train', {
    engine,
    run: training.followedBy(gate).followedBy(decision),
    schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
  });

  /** Ten requests of a hundred meet the canary. */
  new WeightedRoute(chart, 'gourmetgram', {
    parents: [{ name: 'gourmetgram-gateway', namespace: 'gourmetgram-platform' }],
    backends: [
      { environment: production, weight: 90 },
      { environment: canary, weight: 10 },
    ],
  });

  for (const environment of [staging, canary, production]) {
    new DriftCheck(chart, `drift-${environment.name}`, {
      engine,
      environment,
      registry,
      aliasFollows: environment === staging ? 'deployed' : 'good',
    });
  }

  return nightly.unit;
}
