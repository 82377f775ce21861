import { describe, expect, it } from 'vitest';
import { Deploy, Environment, GitOps, VersionProof, Workload } from '../../src/index';

const place = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version' }),
} as const;
const workload = Workload.deployment('fraud');
const argoCd = GitOps.argocd({ application: 'fraud-staging' });

/** What a step that deploys is told, and may do. */
const settingsOf = (environment: Environment) => environment.deploy?.settings(environment);

describe('Deploy.patch', () => {
  it('patches the workload, and may do that to this one only', () => {
    const settings = settingsOf(
      Environment.of('staging', { ...place, workload, deploy: Deploy.patch({ container: 'app' }) }),
    );
    expect(settings?.env).toEqual({
      NAMESPACE: 'fraud-staging',
      WORKLOAD: 'deployment/fraud',
      CONTAINER: 'app',
    });
    expect(settings?.access).toEqual([
      {
        apiGroup: 'apps',
        resources: ['deployments'],
        names: ['fraud'],
        verbs: ['get', 'patch'],
        namespace: 'fraud-staging',
      },
    ]);
  });

  it('patches the model of an InferenceService', () => {
    const served = Workload.inferenceService('fraud');
    const settings = settingsOf(Environment.of('staging', { ...place, workload: served, deploy: Deploy.patch() }));
    expect(settings?.env).toMatchObject({ WORKLOAD: 'inferenceservice/fraud' });
    expect(settings?.access).toEqual([
      {
        apiGroup: 'serving.kserve.io',
        resources: ['inferenceservices'],
        names: ['fraud'],
        verbs: ['get', 'patch'],
        namespace: 'fraud-staging',
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
    const settings = settingsOf(Environment.of('staging', { ...place, gitOps: argoCd, deploy }));
    expect(settings?.env).toEqual({
      APPLICATION: 'fraud-staging',
      APPLICATION_NAMESPACE: 'argocd',
      HELM_PARAMETER: 'image.digest',
      HELM_VALUE: 'digest',
    });
    expect(settings?.access).toEqual([
      {
        apiGroup: 'argoproj.io',
        resources: ['applications'],
        names: ['fraud-staging'],
        verbs: ['get', 'patch'],
        namespace: 'argocd',
      },
    ]);
  });

  it('can set an image of a Kustomization', () => {
    const deploy = Deploy.argocdParam({ kustomizeImage: 'ghcr.io/acme/fraud' });
    const settings = settingsOf(Environment.of('staging', { ...place, gitOps: argoCd, deploy }));
    expect(settings?.env).toMatchObject({ KUSTOMIZE_IMAGE: 'ghcr.io/acme/fraud' });
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
