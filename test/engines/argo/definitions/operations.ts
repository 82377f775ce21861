import { Duration } from 'cdk8s';
import {
  Application,
  argo,
  Check,
  Deploy,
  DriftCheck,
  Environment,
  FileCollector,
  GitOps,
  ImageRepository,
  MlflowRegistry,
  Notification,
  Promotion,
  pipeline,
  Sample,
  StagingTestGate,
  secretKey,
  VersionProof,
  WeightedRoute,
  Workload,
} from '../../../../src/index';
import { type Definition, emits } from './definition';

const engine = argo('4.0');
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
  model: 'fraud',
  username: secretKey('mlflow', 'user'),
  password: secretKey('mlflow', 'password'),
});
const place = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
} as const;
const deployed = Environment.of('staging', {
  ...place,
  proof: VersionProof.http({ path: '/version' }),
  workload: Workload.deployment('fraud', { limits: { cpu: '500m', memory: '256Mi' } }),
  gitOps: GitOps.argocd({ application: 'fraud-staging' }),
  deploy: Deploy.git({
    repository: 'https://git.acme.dev/deployments.git',
    format: { kustomize: 'ghcr.io/acme/fraud' },
    credentials: { password: secretKey('deployments-git', 'token') },
  }),
});

const promotion = Promotion.of({
  from: deployed,
  to: { ...deployed, name: 'production', alias: 'production' },
  registry,
  images: ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' }),
});

/** What runs beside a release, and the checks that need a cluster. */
export const operations: { readonly [what: string]: Definition } = {
  'a gate of load and pods': (chart) => {
    const load = Check.load({
      path: '/predict',
      sample: Sample.json({ amount: 12.5 }),
      headers: { authorization: secretKey('fraud-token', 'header') },
      send: { perSecond: 10, during: Duration.minutes(1) },
      successRate: { atLeast: 0.99 },
      p95: { below: Duration.millis(500) },
    });
    new StagingTestGate(chart, 'gate', { engine, promotion, checks: [Check.pods(), load] });
  },
  'an application, its share of the requests, and its gate': (chart) => {
    const probes = { readiness: { path: '/ready' }, liveness: { path: '/version' } };
    const env = { LEVEL: 'info', FRAUD_TOKEN: secretKey('fraud-token', 'header') };
    new Application(chart, 'fraud-staging', { environment: deployed, probes, env, writable: ['/cache'] });
    new WeightedRoute(chart, 'fraud', {
      parents: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
      hostnames: ['fraud.acme.dev', '*.fraud.acme.dev'],
      path: '/predict',
      backends: [{ environment: deployed, weight: 1 }],
    });
    new StagingTestGate(chart, 'gate', { engine, promotion, checks: [Check.pods()] });
  },
  'a check for drift': (chart) => void new DriftCheck(chart, 'drift', { engine, environment: deployed, registry }),
  'a collector of files': (chart) => void new FileCollector(chart, 'collect-files', { engine }),
  'a notification': emits(
    pipeline('it', {}, (p) => {
      const tell = Notification.slack(secretKey('slack', 'webhook'), { application: 'fraud' });
      p.step(tell, { outcome: 'trained', modelVersion: '7' });
    }),
  ),
};
