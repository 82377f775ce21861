import { Chart } from 'cdk8s';
import {
  argo,
  Check,
  CronRetrain,
  Evaluation,
  GitOpsApp,
  Image,
  InferenceService,
  MlflowRegistry,
  number,
  PromoteOrRevert,
  Promotion,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
  task,
  text,
} from 'cdk8s-mlops';
import { kserve } from 'cdk8s-mlops/kserve';
import { contract } from './contract';
import { production, staging } from './environments';

const app = new GitOpsApp({ folder: 'hello-kserve' });
const chart = new Chart(app, 'delivery', { namespace: 'mlops' });
const models = new Chart(app, 'models');

const server = kserve('0.20');
for (const [environment, replicas] of [
  [staging, 1],
  [production, 2],
] as const) {
  new InferenceService(models, environment.name, {
    engine: server,
    environment,
    model: { format: 'mlflow', protocol: contract.protocol },
    models: 's3://mlflow',
    storageCredentials: 'model-bucket',
    requests: { cpu: '1', memory: '1Gi' },
    scaling: { replicas },
  });
}

const train = task('train', {
  image: Image.tagged('ghcr.io/acme/anomaly:1.4.2'),
  outputs: { runId: text({ pattern: /[0-9a-f]{32}/ }), score: number() },
  env: contract.env,
  mounts: { '/contract': contract.file },
  command: ['train.py', '--contract=/contract/contract.json'],
});

const engine = argo('4.0');
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: contract.name });
const training = new TrainingPipeline(chart, 'train-model', {
  engine,
  train,
  evaluate: Evaluation.metrics({ metrics: { score: { atLeast: 0.8 } } }),
  registry,
  register: { loadableBy: 'kserve' },
});
const promotion = Promotion.of({ from: staging, to: production, registry });
const tested = new StagingTestGate(chart, 'test-staging', {
  engine,
  promotion,
  checks: [contract.check(), Check.pods()],
});
const decision = new PromoteOrRevert(chart, 'promote-or-revert', { engine, promotion });
new CronRetrain(chart, 'weekly', {
  engine,
  run: training.followedBy(tested).followedBy(decision),
  schedule: Schedule.cron('0 2 * * 0', { timezone: 'Etc/UTC' }),
});

app.synth();
