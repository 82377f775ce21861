import { describe, expect, it } from 'vitest';
import {
  Deploy,
  DriftCheck,
  type DriftCheckProps,
  Environment,
  GitOps,
  MlflowRegistry,
  secretKey,
  VersionProof,
  Workload,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, staging } from './nouns';

const place = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version' }),
  workload: Workload.deployment('fraud'),
} as const;
const deployed = Environment.of('staging', {
  ...place,
  gitOps: GitOps.argocd({ application: 'fraud-staging' }),
  deploy: Deploy.git({
    repository: 'https://git.acme.dev/deployments.git',
    format: { kustomize: 'ghcr.io/acme/fraud' },
    credentials: { password: secretKey('deployments-git', 'token') },
    author: { name: 'releases', email: 'releases@acme.dev' },
  }),
});
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });

const emitted = (props: Partial<DriftCheckProps> = {}) =>
  emittedBy((chart) => new DriftCheck(chart, 'drift', { engine, environment: deployed, ...props }));
const namesIn = (of: ReturnType<typeof emitted>) =>
  (of.template('compare').container?.env ?? []).map(({ name }) => name);

describe('a check for drift', () => {
  it('compares every hour with all that the environment has, and writes nowhere', () => {
    const all = emitted({ registry, aliasFollows: 'good' });
    expect(all.one('CronWorkflow').spec).toMatchObject({ schedules: ['17 * * * *'] });
    expect(namesIn(all)).toEqual([
      'RECORD',
      'DEADLINE_SECONDS',
      'NAMESPACE',
      'WORKLOAD',
      'REPOSITORY',
      'BRANCH',
      'FORMAT',
      'GIT_PASSWORD',
      'FILE',
      'MLFLOW_TRACKING_URI',
      'MLFLOW_REGISTERED_MODEL',
      'ALIAS',
      'ALIAS_FOLLOWS',
    ]);
    const roles = all.manifests.filter(({ kind }) => kind === 'Role');
    expect(roles.map(({ metadata, rules }) => [metadata.namespace, rules])).toEqual([
      [
        'mlops',
        [
          { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
          { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['release-fraud-staging'] },
        ],
      ],
      [
        'fraud-staging',
        [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'], resourceNames: ['fraud'] }],
      ],
    ]);
  });

  it('looks only at what there is', () => {
    expect(namesIn(emitted({ environment: Environment.of('staging', place) }))).toEqual([
      'RECORD',
      'DEADLINE_SECONDS',
      'NAMESPACE',
      'WORKLOAD',
    ]);
  });

  it('is refused where there is nothing to look at', () => {
    const { workload, deploy, ...bare } = staging;
    void [workload, deploy];
    expect(() => emitted({ environment: { ...bare, workload: undefined, deploy: undefined } })).toThrow(
      /MLP3020: 'drift' has nothing to compare.*'staging' with/,
    );
  });
});
