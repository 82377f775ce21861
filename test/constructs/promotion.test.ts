import { describe, expect, it } from 'vitest';
import {
  configKey,
  Deploy,
  type Environment,
  fmt,
  GitOps,
  PromoteOrRevert,
  Promotion,
  secretKey,
  VersionProof,
  Workload,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, production, promotion, registry, staging } from './nouns';

const props = {
  from: staging,
  to: production,
  registry,
  images: promotion.images,
} as const;
const bare = (name: string, more: object = {}): Environment => ({ ...staging, name, alias: name, ...more });

describe('a promotion', () => {
  it('holds what is not clear, unless it says otherwise', () => {
    expect(promotion).toMatchObject({
      onError: 'hold',
      onInconclusive: 'hold',
      noBaseline: 'hold',
      onPromoteFailure: 'restore',
      evidence: 'pass',
      approval: undefined,
    });
  });

  it.each<[string, object, RegExp]>([
    ['no environment to come from', { from: undefined }, /MLP3022: a promotion can't work: from is undefined/],
    ['a name for an environment', { to: 'production' }, /MLP3022: .*to is 'production'/],
    ['no registry', { registry: undefined }, /MLP3022: .*registry is undefined/],
    ['one environment twice', { to: staging }, /goes from 'staging' to itself/],
    [
      'two applications',
      { to: bare('production', { application: 'other' }) },
      /'staging' runs 'fraud', 'production' runs 'other'/,
    ],
    [
      'one alias for both',
      { to: bare('production', { alias: 'staging' }) },
      /both environments are the alias 'staging'/,
    ],
    [
      'an environment that nothing runs',
      { to: bare('production', { workload: undefined }) },
      /'production' does not say what runs it/,
    ],
    [
      'an environment nobody deploys to',
      { from: bare('staging', { deploy: undefined }) },
      /'staging' does not say how it is deployed to/,
    ],
    ['images that are nowhere', { images: undefined }, /'staging' runs an image, but where the images are is not said/],
    ['a word that is none', { onError: 'promote' }, /onError is 'promote'/],
    ['another', { noBaseline: 'previous' }, /noBaseline is 'previous'/],
    ['an initial image that is not named', { noBaseline: 'initial' }, /noBaseline is 'initial', but no image is/],
    ['an initial image for nothing', { initial: '1.0.0' }, /an initial image is given for nothing/],
    ['a tag that is none', { noBaseline: 'initial', initial: 'a b' }, /the initial image has the tag 'a b'/],
    ['nothing tested and nobody asked', { evidence: 'promoted' }, /'staging' tests nothing and nobody is asked/],
    ['a person who may think for ever', { approval: {} }, /MLP1301/],
    ['a wait in numbers', { lockWait: 60 }, /MLP1301/],
    ['a property that nobody reads', { onFailure: 'hold' }, /MLP1007/],
  ])('is refused with %s', (_, wrong, message) => {
    expect(() => Promotion.of({ ...props, ...wrong } as never)).toThrow(message);
  });

  it('needs no images where both environments serve models by their address', () => {
    const served = (name: string) =>
      bare(name, { workload: Workload.inferenceService('fraud'), deploy: Deploy.patch(), gitOps: undefined });
    expect(() =>
      Promotion.of({ ...props, images: undefined, from: served('staging'), to: served('production') }),
    ).not.toThrow();
  });
});

describe('a promotion within one environment', () => {
  const served = bare('models', {
    workload: Workload.inferenceService('fraud'),
    deploy: Deploy.patch(),
    gitOps: undefined,
  });

  it('leads nowhere, names nothing, and holds what is not clear', () => {
    expect(Promotion.within(served)).toMatchObject({
      from: served,
      to: undefined,
      registry: undefined,
      onError: 'hold',
      onInconclusive: 'hold',
      noBaseline: 'hold',
      evidence: 'pass',
    });
  });

  it.each<[string, unknown, object, RegExp]>([
    ['a name for the environment', 'models', {}, /MLP3022: .*what it is within is 'models'/],
    ['a registry that is none', served, { registry: 'mlflow' }, /MLP3022: .*registry is 'mlflow'/],
    ['nothing that runs it', { ...served, workload: undefined }, {}, /MLP3022: .*'models' does not say what runs it/],
    ['nobody who deploys', { ...served, deploy: undefined }, {}, /MLP3022: .*'models' does not say how it is deployed/],
    ['images that are nowhere', staging, {}, /MLP3022: .*'staging' runs an image, but where the images are/],
    ['a person to ask', served, { approval: { expires: 1 } }, /MLP3022: .*approval is about the way into another/],
    ['evidence from elsewhere', served, { evidence: 'promoted' }, /MLP3022: .*evidence is about the way into another/],
    ['a target', served, { to: production }, /MLP3022: .*to is about the way into another/],
    ['a target that fails', served, { onPromoteFailure: 'hold' }, /MLP3022: .*onPromoteFailure is about the way/],
    ['a word that is none', served, { onError: 'promote' }, /MLP3022: .*onError is 'promote'/],
    [
      'an initial image where models are served',
      served,
      { noBaseline: 'initial', initial: '1.0.0' },
      /MLP3022: .*'models' serves models by their address, and the initial image has none/,
    ],
    ['a property that nobody reads', served, { onFailure: 'hold' }, /MLP1007/],
  ])('is refused with %s', (_, environment, options, message) => {
    expect(() => Promotion.within(environment as Environment, options)).toThrow(message);
  });

  it('is refused where a candidate would get a share of the traffic', () => {
    const shared = bare('models', {
      workload: Workload.inferenceService('fraud'),
      deploy: Deploy.git({
        repository: 'https://git.example.com/acme/deployments.git',
        format: { inferenceService: 'fraud', canaryTrafficPercent: 10 },
        credentials: { password: secretKey('deployments-git', 'token') },
      }),
    });
    expect(() => Promotion.within(shared)).toThrow(/MLP3022: .*'models' gives a candidate a share of the traffic/);
  });

  it('is what one environment twice was meant to be', () => {
    expect(() => Promotion.of({ ...props, to: staging })).toThrow(/Promotion\.within\(staging/);
  });
});

/** What the step that promotes is told. */
const envOf = (from: Environment, to: Environment) => {
  const { container } = emittedBy(
    (chart) => new PromoteOrRevert(chart, 'decide', { engine, promotion: Promotion.of({ ...props, from, to }) }),
  ).template('promote-candidate', 'decide');
  return {
    env: Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])),
    mounts: (container?.volumeMounts ?? []).map(({ mountPath }) => mountPath),
  };
};

describe('what a step of a release is told of an environment', () => {
  it('is how its versions are written, since only the record knows which one it is', () => {
    const { env } = envOf(staging, bare('production', { version: (v: string) => fmt`v${v}-eu` }));
    expect(env).toMatchObject({ SOURCE_VERSION: '1.0.<model-version>', TARGET_VERSION: 'v<model-version>-eu' });
  });

  it('is refused where that is not a fixed text around the version', () => {
    expect(() => envOf(staging, bare('production', { version: () => '1.0' }))).toThrow(
      /MLP3002: the version of environment 'production' is not made of the model's version and fixed text alone/,
    );
  });

  it('is no version where the image is the proof', () => {
    const { env } = envOf(staging, bare('production', { proof: VersionProof.pods({ container: 'app' }) }));
    expect(env.TARGET_VERSION).toBeUndefined();
    expect(env.TARGET_VERSION_CONTAINER).toBe('app');
  });

  it('is the Application and its namespace beside those of the workload', () => {
    const deploy = Deploy.argocdParam({ helmParameter: 'image.reference' });
    const gitOps = GitOps.argocd({ application: 'fraud-production', namespace: 'cd' });
    const { env } = envOf(staging, bare('production', { deploy, gitOps }));
    expect(env).toMatchObject({
      TARGET_DEPLOY: 'argocd-param',
      TARGET_APPLICATION: 'fraud-production',
      TARGET_APPLICATION_NAMESPACE: 'cd',
      TARGET_NAMESPACE: 'fraud-staging',
      TARGET_GITOPS: 'none',
    });
  });

  it('is one authority to trust, since a pod has one', () => {
    const trusting = (name: string, configMap: string) =>
      bare(name, {
        deploy: Deploy.git({
          repository: 'https://git.example.com/acme/deployments.git',
          format: { kustomize: 'ghcr.io/acme/fraud' },
          credentials: { password: secretKey('deployments-git', 'token') },
          certificates: configKey(configMap, 'ca.crt'),
        }),
      });
    const { env, mounts } = envOf(trusting('staging', 'ca'), trusting('production', 'ca'));
    expect(env.NODE_EXTRA_CA_CERTS).toBe('/certificates/ca.crt');
    expect(mounts.filter((path) => path === '/certificates')).toHaveLength(1);
    expect(() => envOf(trusting('staging', 'ca'), trusting('production', 'other'))).toThrow(
      /MLP3022: read-decision|MLP3022: settle|MLP3022: decide would need two different values of \/certificates/,
    );
  });

  it('leaves it the time that both roll-outs may take, and taking them back', () => {
    const seconds = (from: Environment) => Number(envOf(from, production).env.DEADLINE_SECONDS);
    const slow = { ...staging, rolloutSeconds: 30 * 60 };
    expect(seconds(slow) - seconds(staging)).toBe(2 * 20 * 60);
    expect(seconds(staging)).toBeGreaterThan(2 * promotion.lockWaitSeconds);
  });
});
