import { Duration } from 'cdk8s';
import {
  argo,
  Check,
  CronRetrain,
  Deploy,
  Environment,
  Evaluation,
  fmt,
  ImageRepository,
  MlflowRegistry,
  number,
  oneOf,
  PromoteOrRevert,
  Promotion,
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
  Workload,
} from '../../../../src/index';
import { image, modelVersion, notify } from '../units';
import type { Definition } from './definition';

const engine = argo('4.0');
const place = (name: string) =>
  Environment.of(name, {
    application: 'fraud',
    namespace: `fraud-${name}`,
    url: `http://fraud.fraud-${name}.svc.cluster.local:8080`,
    proof: VersionProof.http({ path: '/version', field: 'build.version' }),
    version: (modelVersion) => fmt`1.0.${modelVersion}`,
    workload: Workload.deployment('fraud'),
    deploy: Deploy.patch({ container: 'app' }),
  });
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
  model: 'fraud',
  username: secretKey('mlflow', 'user'),
  password: secretKey('mlflow', 'password'),
});
const images = ImageRepository.at('ghcr.io/acme/fraud', {
  username: secretKey('ghcr', 'u'),
  password: secretKey('ghcr', 'p'),
});
const between = { from: place('staging'), to: place('production'), registry, images };
const promotion = Promotion.of({
  ...between,
  onError: 'revert',
  noBaseline: 'initial',
  initial: '1.0.0',
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
    new StagingTestGate(chart, 'test-staging', { engine, promotion, checks });
  },
  'training, a gate, a decision and a nightly run of all': (chart) => {
    const training = new TrainingPipeline(chart, 'train-fraud', {
      engine,
      train,
      evaluate: Evaluation.task(evaluate),
      registry,
      queue: queue('fraud'),
    });
    const gate = new StagingTestGate(chart, 'test-staging', {
      engine,
      promotion,
      checks,
      queue: queue('fraud'),
    });
    new CronRetrain(chart, 'nightly', {
      engine,
      run: training.followedBy(gate).followedBy(new PromoteOrRevert(chart, 'decide', { engine, promotion })),
      schedule: Schedule.cron('0 2 * * *', { timezone: 'Europe/Berlin' }),
      inputs: { size: 'large' },
    });
  },
  'a promotion that a person approves': (chart) => {
    const approval = { expires: Duration.hours(8), message: 'Is it good?' };
    const later = Promotion.of({ ...between, evidence: 'promoted', approval });
    new PromoteOrRevert(chart, 'promote', { engine, promotion: later });
  },
  'a release within one environment': (chart) => {
    const within = Promotion.within(place('production'), { images, onError: 'revert' });
    const training = new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: Evaluation.task(evaluate) });
    const gate = new StagingTestGate(chart, 'test', { engine, promotion: within, checks });
    const decision = new PromoteOrRevert(chart, 'decide', { engine, promotion: within });
    new CronRetrain(chart, 'nightly', {
      engine,
      run: training.followedBy(gate).followedBy(decision),
      schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
      inputs: { size: 'small' },
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
    const gate = new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: [checks[0]] });
    const tell = task('tell', {
      image,
      inputs: { verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']), reason: text() },
      command: ({ inputs }) => ['tell', inputs.verdict, inputs.reason],
    });
    new CronRetrain(chart, 'hourly', {
      engine,
      run: gate.followedBy(tell),
      schedule: Schedule.cron('0 * * * *', { timezone: 'Etc/UTC' }),
      inputs: { modelVersion: '5', digest: `sha256:${'a'.repeat(64)}` },
    });
    void notify;
  },
};
