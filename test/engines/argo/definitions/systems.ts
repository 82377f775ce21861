import { Duration } from 'cdk8s';
import {
  argo,
  Check,
  CronRetrain,
  Environment,
  Evaluation,
  fmt,
  MlflowRegistry,
  number,
  oneOf,
  queue,
  Sample,
  Schedule,
  StagingTestGate,
  secretKey,
  TrainingPipeline,
  task,
  text,
  VersionProof,
  verdict,
} from '../../../../src/index';
import { image, modelVersion, notify } from '../units';
import type { Definition } from './definition';

const engine = argo('4.0');
const staging = Environment.of('staging', {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version', field: 'build.version' }),
  version: (modelVersion) => fmt`1.0.${modelVersion}`,
});
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
  model: 'fraud',
  username: secretKey('mlflow', 'user'),
  password: secretKey('mlflow', 'password'),
});
const train = task('train', {
  image,
  inputs: { size: oneOf(['small', 'large'], { default: 'small', doc: 'of the model' }) },
  outputs: { modelVersion, digest: text(), accuracy: number({ min: 0, max: 1 }) },
  command: ({ inputs }) => ['train', inputs.size],
});
const evaluate = task('evaluate', {
  image,
  inputs: { modelVersion, accuracy: number() },
  outputs: { verdict: verdict(), reason: text() },
  command: ({ inputs }) => ['evaluate', inputs.modelVersion],
});
const checks = [
  Check.http({ path: '/', expect: { status: [200, 204] } }),
  Check.http({
    path: '/predict?top=1',
    sample: Sample.json({ amount: 12.5 }),
    headers: { accept: 'application/json', authorization: secretKey('fraud-token', 'header') },
    expect: { status: 200, json: { score: { type: 'number', min: 0, max: 1 } }, maxLatencyMs: 500 },
    samples: 20,
    requestTimeout: Duration.seconds(5),
    deadline: Duration.minutes(5),
  }),
] as const;

/** Whole systems. */
export const systems: { readonly [what: string]: Definition } = {
  'training alone': (chart) => {
    new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: Evaluation.task(evaluate), registry });
  },
  'a gate alone': (chart) => {
    new StagingTestGate(chart, 'test-staging', { engine, environment: staging, checks });
  },
  'training, a gate and a nightly run of both': (chart) => {
    const training = new TrainingPipeline(chart, 'train-fraud', {
      engine,
      train,
      evaluate: Evaluation.task(evaluate),
      registry,
      queue: queue('fraud'),
    });
    const gate = new StagingTestGate(chart, 'test-staging', {
      engine,
      environment: staging,
      checks,
      queue: queue('fraud'),
    });
    new CronRetrain(chart, 'nightly', {
      engine,
      run: training.followedBy(gate),
      schedule: Schedule.cron('0 2 * * *', { timezone: 'Europe/Berlin' }),
      inputs: { size: 'large' },
    });
  },
  'a schedule for one unit': (chart) => {
    const training = new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: Evaluation.task(evaluate) });
    new CronRetrain(chart, 'weekly', {
      engine,
      run: training,
      schedule: Schedule.cron('@weekly', { timezone: 'Etc/UTC' }),
    });
  },
  'a gate and somebody who is told': (chart) => {
    const gate = new StagingTestGate(chart, 'test-staging', { engine, environment: staging, checks: [checks[0]] });
    const tell = task('tell', {
      image,
      inputs: { verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']), reason: text() },
      command: ({ inputs }) => ['tell', inputs.verdict, inputs.reason],
    });
    new CronRetrain(chart, 'hourly', {
      engine,
      run: gate.followedBy(tell),
      schedule: Schedule.cron('0 * * * *', { timezone: 'Etc/UTC' }),
      inputs: { modelVersion: '5' },
    });
    void notify;
  },
};
