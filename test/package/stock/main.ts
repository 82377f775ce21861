import { App, Chart, type ChartProps, Duration } from 'cdk8s';
import {
  argo,
  Check,
  CronRetrain,
  Deploy,
  Environment,
  Evaluation,
  fmt,
  Image,
  ImageRepository,
  integer,
  MlflowRegistry,
  PromoteOrRevert,
  Promotion,
  Sample,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
  task,
  text,
  VersionProof,
  verdict,
  Workload,
} from 'cdk8s-mlops';
import { ArgoWorkflowTemplate } from 'cdk8s-mlops/argo';
import type { Construct } from 'constructs';

const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
const modelVersion = text({ pattern: /[0-9]+/ });
const digest = text({ pattern: /sha256:[0-9a-f]{64}/ });
const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5, min: 1 }) },
  outputs: { modelVersion, digest },
  command: ({ inputs }) => ['python', 'train.py', fmt`--epochs=${inputs.epochs}`],
  timeout: Duration.hours(2),
});
const evaluate = task('evaluate', {
  image,
  inputs: { modelVersion },
  outputs: { verdict: verdict(), reason: text() },
  command: ({ inputs }) => ['python', 'evaluate.py', inputs.modelVersion],
});
const place = (name: string) =>
  Environment.of(name, {
    application: 'fraud',
    namespace: name,
    url: `http://fraud.${name}.svc.cluster.local:8080`,
    proof: VersionProof.http({ path: '/version', field: 'version' }),
    workload: Workload.deployment('fraud'),
    deploy: Deploy.patch(),
  });
const promotion = Promotion.of({
  from: place('staging'),
  to: place('production'),
  registry: MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' }),
  images: ImageRepository.at('ghcr.io/acme/fraud'),
});

export class MyChart extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = { namespace: 'mlops' }) {
    super(scope, id, { namespace: 'mlops', ...props });
    const engine = argo('4.0');
    const training = new TrainingPipeline(this, 'train-model', {
      engine,
      train,
      evaluate: Evaluation.task(evaluate),
    });
    const gate = new StagingTestGate(this, 'test-staging', {
      engine,
      promotion,
      checks: [
        Check.http({
          path: '/predict',
          sample: Sample.json({ amount: 12.5 }),
          expect: { status: 200, json: { score: { type: 'number', min: 0, max: 1 } } },
        }),
      ],
    });
    new CronRetrain(this, 'nightly', {
      engine,
      run: training.followedBy(gate).followedBy(new PromoteOrRevert(this, 'promote-or-revert', { engine, promotion })),
      schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
      inputs: { epochs: 20 },
    });
    new ArgoWorkflowTemplate(this, 'raw', {
      metadata: { name: 'raw' },
      spec: { entrypoint: 'wait', templates: [{ name: 'wait', suspend: { duration: '1s' } }] },
    });
  }
}

const app = new App();
new MyChart(app, 'stock');
app.synth();
