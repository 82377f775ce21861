import { type Chart, Duration } from 'cdk8s';
import {
  Check,
  CronRetrain,
  Deploy,
  Environment,
  fmt,
  ImageRepository,
  MlflowRegistry,
  PromoteOrRevert,
  Promotion,
  Schedule,
  StagingTestGate,
  secretKey,
  TrainingPipeline,
  VersionProof,
  Workload,
} from '../../../src/index';
import { engine, evaluation, train } from '../../constructs/nouns';
import { emittedBy, type Manifest } from '../../engines/argo/emitted';

const place = (name: string): Environment =>
  Environment.of(name, {
    application: 'fraud',
    namespace: `fraud-${name}`,
    url: `http://fraud.fraud-${name}.svc.cluster.local:8080`,
    proof: VersionProof.http({ path: '/version' }),
    version: (modelVersion) => fmt`1.0.${modelVersion}`,
    workload: Workload.deployment('fraud'),
    deploy: Deploy.patch(),
    rolloutDeadline: Duration.seconds(20),
  });

/** A release of two environments whose Deployments are patched: from training to the record. */
export function releaseManifests(): readonly Manifest[] {
  const promotion = Promotion.of({
    from: place('staging'),
    to: place('production'),
    registry: MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
      model: 'fraud',
      token: secretKey('mlflow', 'token'),
    }),
    images: ImageRepository.at('registry.mlops.svc.cluster.local:5000/acme/fraud', {
      insecure: { reason: 'the registry of the test has no TLS' },
    }),
    lockWait: Duration.seconds(5),
  });
  const build = (chart: Chart) => {
    const training = new TrainingPipeline(chart, 'training', { engine, train, evaluate: evaluation });
    const gate = new StagingTestGate(chart, 'testing', {
      engine,
      promotion,
      checks: [Check.http({ path: '/predict', expect: { status: 200 }, deadline: Duration.seconds(20) })],
    });
    const decision = new PromoteOrRevert(chart, 'decision', { engine, promotion });
    const run = training.followedBy(gate).followedBy(decision);
    new CronRetrain(chart, 'nightly', { engine, run, schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }) });
  };
  return [...emittedBy(build).manifests, ...['staging', 'production'].map(deployment)];
}

function deployment(name: string): Manifest {
  const labels = { app: 'fraud' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'fraud', namespace: `fraud-${name}` },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'fraud:not-deployed' }] } },
    },
  };
}
