import { Chart, Duration } from 'cdk8s';
import {
  argo,
  Check,
  CronRetrain,
  GitOpsApp,
  ImageBuild,
  InitialImage,
  MlflowRegistry,
  Preflight,
  queue,
  Sample,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
} from 'cdk8s-mlops';
import { canary, production, staging } from './environments';
import { base, content, evaluation, images, train } from './training';

const app = new GitOpsApp({ folder: 'gourmetgram', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'gourmetgram', { namespace: 'argo' });
const engine = argo('4.0');
const registry = MlflowRegistry.at('http://mlflow.gourmetgram-platform.svc.cluster.local:8000', {
  model: 'GourmetGramFood11Model',
});
/** A run by hand and the nightly one must not train or test at the same time. */
const oneAtATime = queue('gourmetgram');

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

const gate = new StagingTestGate(chart, 'test-staging', {
  engine,
  environment: staging,
  queue: oneAtATime,
  checks: [
    Check.http({
      path: '/predict',
      sample: Sample.file(`${__dirname}/food.jpg`, { field: 'file' }),
      expect: {
        status: 200,
        contentType: 'application/json',
        json: {
          prediction: {
            type: 'string',
            oneOf: [
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
            ],
          },
          probability: { type: 'number', min: 0, max: 1 },
        },
      },
      deadline: Duration.minutes(10),
    }),
  ],
});

new CronRetrain(chart, 'cron-train', {
  engine,
  run: training.followedBy(gate),
  schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
});

new Preflight(chart, 'preflight', { engine });

app.synth();
