import { App, Chart, Testing } from 'cdk8s';
import {
  type ArgoTarget,
  argo,
  BaseImage,
  Check,
  Deploy,
  Environment,
  Evaluation,
  Image,
  ImageBuild,
  ImageRepository,
  integer,
  list,
  MlflowRegistry,
  ModelClaim,
  ModelContract,
  number,
  ObjectStore,
  oneOf,
  type PipelineScope,
  Promotion,
  pipeline,
  type Ref,
  record,
  StagingTestGate,
  secretKey,
  TrainingPipeline,
  task,
  text,
  VersionProof,
  verdict,
  Workload,
} from 'cdk8s-mlops';

/** The names that a snippet may use without declaring them: one place for what all documents take for granted. */
export function around(p: PipelineScope, refs: Refs) {
  const image = Image.tagged('ghcr.io/acme/train:1.4.2');
  const command = ['python', 'main.py'];
  const engine: ArgoTarget = argo('4.0');
  const chart = new Chart(new App(), 'snippet', { namespace: 'mlops' });
  const modelVersion = text({ default: '5' });
  const train = task('train', {
    image,
    inputs: { epochs: integer({ default: 5 }) },
    outputs: { accuracy: number(), modelVersion: text(), digest: text() },
    command,
  });
  const judged = { image, inputs: { modelVersion: text() }, outputs: { verdict: verdict(), reason: text() }, command };
  const evaluate = task('evaluate', judged);
  const staging = Environment.of('staging', {
    application: 'gourmetgram',
    namespace: 'gourmetgram-staging',
    url: 'http://gourmetgram.gourmetgram-staging.svc.cluster.local',
    proof: VersionProof.http({ path: '/version' }),
    workload: Workload.deployment('gourmetgram-app'),
    deploy: Deploy.patch(),
  });
  const canary: Environment = { ...staging, name: 'canary', alias: 'canary' };
  const production: Environment = { ...staging, name: 'production', alias: 'production' };
  const worldwide: Environment = { ...staging, name: 'worldwide', alias: 'worldwide' };
  const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });
  const images = ImageRepository.at('ghcr.io/acme/fraud');
  const promotion = Promotion.of({ from: staging, to: production, registry, images });
  const checks = [Check.http({ path: '/predict', expect: { status: 200 } })] as const;
  const training = new TrainingPipeline(chart, 'training', { engine, train, evaluate: Evaluation.task(evaluate) });
  const testing = new StagingTestGate(chart, 'testing', { engine, promotion, checks });
  return {
    p,
    ...refs,
    inputs: { ...refs, value: refs.scenario },
    checks,
    app: new App(),
    image,
    engine,
    chart,
    staging,
    canary,
    production,
    worldwide,
    registry,
    images,
    promotion,
    store: ObjectStore.at('http://minio.mlops.svc.cluster.local:9000', {
      credentials: { accessKeyId: secretKey('minio', 'user'), secretAccessKey: secretKey('minio', 'password') },
    }),
    command,
    models: new ModelClaim(chart, 'models', { size: '10Gi', storageClass: 'cephfs' }),
    anomaly: ModelContract.of('anomaly-detector', {
      features: ['cpu', 'memory'],
      prediction: { type: 'integer', oneOf: [-1, 1] },
      samples: [{ instance: [0.5, 0.6] }],
    }),
    train,
    evaluate,
    gate: task('gate', judged),
    smoke: task('smoke', judged),
    publish: task('publish', { image, inputs: { modelVersion }, outputs: { digest: text() }, command }),
    discard: task('discard', { image, inputs: { reason: text() }, outputs: { digest: text() }, command }),
    tell: task('tell', { image, inputs: { digest: text() }, command }),
    scanner: task('scanner', { image, outputs: { digest: text() }, command }),
    score: task('score', { image, inputs: { name: text(), rate: number() }, outputs: { score: number() }, command }),
    rank: task('rank', {
      image,
      inputs: { scores: list(number()), members: list(record({ key: text(), score: number() })) },
      command,
      env: ({ inputs }) => ({ SCORES: inputs.scores, MEMBERS: inputs.members }),
    }),
    notify: task('notify', { image, inputs: { status: oneOf(['Succeeded', 'Failed']) }, command }),
    migrate: task('migrate', { image, command }),
    training,
    testing,
    manifests: Testing.synth(chart) as readonly object[],
    build: new ImageBuild(chart, 'build-image', {
      engine,
      registry,
      images,
      base: BaseImage.kaniko({ repository: 'https://github.com/acme/fraud', namespace: 'fraud-build' }),
      files: { 'data/model.pth': '/app/fraud.pth' },
      environment: staging,
    }),
    release: pipeline('release', {}, (q) => q.step(train)),
  };
}

export type Around = ReturnType<typeof around>;

const parameters = {
  scenario: oneOf(['normal', 'bad-architecture', 'oversized']),
  epochs: integer({ default: 5 }),
  members: list(record({ name: text(), rate: number() })),
};

interface Refs {
  readonly scenario: Ref<'normal' | 'bad-architecture' | 'oversized'>;
  readonly epochs: Ref<number>;
  readonly members: Ref<readonly { readonly name: string; readonly rate: number }[]>;
}

/** Runs a snippet where it may use all of these names, in the body of a pipeline. */
export function runIn(snippet: (names: Around) => void): void {
  const idle = task('idle', { image: Image.tagged('ghcr.io/acme/idle:1.0.0'), command: ['true'] });
  pipeline('snippet', parameters, (p, refs) => {
    p.step(idle);
    snippet(around(p, refs));
  });
}
