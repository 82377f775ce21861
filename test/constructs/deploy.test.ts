import { describe, expect, it } from 'vitest';
import { Deploy, Environment, GitOps, pipeline, text, VersionProof, WorkflowTemplate, Workload } from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { engine } from './nouns';

const place = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version' }),
} as const;
const workload = Workload.deployment('fraud');
const argoCd = GitOps.argocd({ application: 'fraud-staging' });

/** A pipeline whose only step deploys. */
function deployment(environment: Environment): Emitted {
  return emittedBy((chart) => {
    const it = pipeline(
      'it',
      { deployed: text({ pattern: /[A-Za-z0-9._:/@+=,-]+/ }), token: text({ pattern: /[0-9]{1,9}/ }) },
      (p, { deployed, token }) => {
        const call = environment.deploy?.call({ environment, deployed, token, programImage: undefined });
        p.step(call?.unit as never, call?.inputs as never);
      },
    );
    new WorkflowTemplate(chart, 'it', { pipeline: it, engine });
  });
}

const envOf = (emitted: Emitted) =>
  Object.fromEntries((emitted.template('deploy-staging').container?.env ?? []).map(({ name, value }) => [name, value]));
const rulesOf = ({ manifests }: Emitted, namespace: string) =>
  manifests.find(({ kind, metadata }) => kind === 'Role' && metadata.namespace === namespace)?.rules;
const common = {
  DEPLOYED: '{{inputs.parameters.deployed}}',
  TOKEN: '{{inputs.parameters.token}}',
  DEADLINE_SECONDS: '120',
};

describe('Deploy.patch', () => {
  it('patches the workload, and may do that to this one only', () => {
    const emitted = deployment(
      Environment.of('staging', { ...place, workload, deploy: Deploy.patch({ container: 'app' }) }),
    );
    expect(envOf(emitted)).toEqual({
      ...common,
      NAMESPACE: 'fraud-staging',
      WORKLOAD: 'deployment/fraud',
      CONTAINER: 'app',
    });
    expect(rulesOf(emitted, 'fraud-staging')).toEqual([
      { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['fraud'], verbs: ['get', 'patch'] },
    ]);
  });

  it('patches the model of an InferenceService', () => {
    const served = Workload.inferenceService('fraud');
    const emitted = deployment(Environment.of('staging', { ...place, workload: served, deploy: Deploy.patch() }));
    expect(envOf(emitted)).toMatchObject({ WORKLOAD: 'inferenceservice/fraud' });
    expect(rulesOf(emitted, 'fraud-staging')).toEqual([
      {
        apiGroups: ['serving.kserve.io'],
        resources: ['inferenceservices'],
        resourceNames: ['fraud'],
        verbs: ['get', 'patch'],
      },
    ]);
  });

  it('is refused where a GitOps controller manages the environment, for it would undo it', () => {
    for (const gitOps of [argoCd, GitOps.flux({ kustomization: 'fraud' })])
      expect(() => Environment.of('staging', { ...place, workload, gitOps, deploy: Deploy.patch() })).toThrow(
        /MLP3021: environment 'staging' can't be deployed to: Deploy\.patch changes a live object/,
      );
  });

  it('is refused without the workload', () => {
    expect(() => Environment.of('staging', { ...place, deploy: Deploy.patch() })).toThrow(
      /MLP3021.*needs the workload/,
    );
  });

  it.each([{ container: 'App' }, { container: 5 }, { image: 'app' }])('is refused with %j', (options) => {
    expect(() => Deploy.patch(options as never)).toThrow(/MLP3021|MLP1007/);
  });
});

describe('Deploy.argocdParam', () => {
  it('sets a parameter of the Application, and may change this one only', () => {
    const deploy = Deploy.argocdParam({ helmParameter: 'image.digest', helmValue: 'digest' });
    const emitted = deployment(Environment.of('staging', { ...place, gitOps: argoCd, deploy }));
    expect(envOf(emitted)).toEqual({
      ...common,
      APPLICATION: 'fraud-staging',
      NAMESPACE: 'argocd',
      HELM_PARAMETER: 'image.digest',
      HELM_VALUE: 'digest',
    });
    expect(rulesOf(emitted, 'argocd')).toEqual([
      {
        apiGroups: ['argoproj.io'],
        resources: ['applications'],
        resourceNames: ['fraud-staging'],
        verbs: ['get', 'patch'],
      },
    ]);
  });

  it('can set an image of a Kustomization', () => {
    const deploy = Deploy.argocdParam({ kustomizeImage: 'ghcr.io/acme/fraud' });
    const emitted = deployment(Environment.of('staging', { ...place, gitOps: argoCd, deploy }));
    expect(envOf(emitted)).toMatchObject({ KUSTOMIZE_IMAGE: 'ghcr.io/acme/fraud' });
  });

  it('is refused without an Application', () => {
    const deploy = Deploy.argocdParam({ helmParameter: 'image' });
    for (const gitOps of [undefined, GitOps.flux({ kustomization: 'fraud' })])
      expect(() => Environment.of('staging', { ...place, gitOps, deploy })).toThrow(/MLP3021.*needs the Application/);
  });

  it.each<[object, RegExp]>([
    [{}, /MLP3021: Deploy\.argocdParam sets nothing/],
    [{ kustomizeImage: 'a', helmParameter: 'b' }, /MLP3021: Deploy\.argocdParam sets two parameters/],
    [{ kustomizeImage: 'ghcr.io/acme/app:1' }, /MLP3021: the kustomizeImage of Deploy\.argocdParam/],
    [{ helmParameter: 'a b' }, /MLP3021: the helmParameter/],
    [{ helmParameter: 'a', helmValue: 'tag' }, /MLP3021: the helmValue/],
    [{ helmParameter: 5 }, /MLP3021: the helmParameter of Deploy\.argocdParam is 5/],
    [{ parameter: 'a' }, /MLP1007/],
  ])('is refused with %j', (options, message) => {
    expect(() => Deploy.argocdParam(options)).toThrow(message);
  });
});

describe('what an environment says of itself', () => {
  it.each<[object, RegExp]>([
    [{ workload: 'fraud' }, /MLP3020: the workload of environment 'staging' is 'fraud'/],
    [{ gitOps: 'argocd' }, /MLP3020: the gitOps of environment 'staging'/],
    [{ deploy: 'git' }, /MLP3020: the deploy of environment 'staging'/],
    [{ rolloutDeadline: 600 }, /MLP1301/],
  ])('is a noun of the library: %j', (wrong, message) => {
    expect(() => Environment.of('staging', { ...place, ...wrong })).toThrow(message);
  });

  it.each([
    () => Workload.deployment('A b'),
    () => Workload.inferenceService('7up'),
    () => Workload.inferenceService('a'.repeat(55)),
    () => GitOps.argocd({ application: 'a/b' }),
    () => GitOps.flux({ kustomization: 'a', namespace: 'B' }),
  ])('has names that objects can have: %s', (make) => {
    expect(make).toThrow(/MLP1005/);
  });
});
