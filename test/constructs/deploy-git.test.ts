import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  configKey,
  Deploy,
  Environment,
  type GitDeployOptions,
  GitOps,
  secretKey,
  VersionProof,
  Volume,
  Workload,
} from '../../src/index';
import { readConfiguration } from '../../src/programs/deploy-git/configuration';
import { openSession } from '../../src/programs/session';

const plain: GitDeployOptions = {
  repository: 'https://github.com/acme/deployments.git',
  format: { kustomize: 'ghcr.io/acme/fraud' },
  credentials: { password: secretKey('deployments-git', 'token') },
};

const place = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version' }),
} as const;

const environmentWith = (options: GitDeployOptions, workload?: Workload): Environment =>
  Environment.of('staging', {
    ...place,
    gitOps: GitOps.argocd({ application: 'fraud-staging' }),
    deploy: Deploy.git(options),
    workload,
  });

/** What a step that deploys is told, and may do. */
function settingsOf(options: GitDeployOptions, workload?: Workload) {
  const environment = environmentWith(options, workload);
  const settings = environment.deploy?.settings(environment);
  if (settings === undefined) throw new Error('nothing deploys');
  return settings;
}

/** What the program makes of it, for a release. */
function read(
  { env, seconds }: ReturnType<typeof settingsOf>,
  deployed = `ghcr.io/acme/fraud@sha256:${'a'.repeat(64)}`,
) {
  const seen = Object.entries(env).map(([name, value]) => [name, typeof value === 'string' ? value : 's3cret']);
  return readConfiguration(
    { ...Object.fromEntries(seen), DEPLOYED: deployed, TOKEN: '7', DEADLINE_SECONDS: String(seconds) },
    openSession('test', () => undefined),
  );
}

describe('Deploy.git', () => {
  it('tells its program all that it needs, and names only keys of Secrets', () => {
    const settings = settingsOf(plain);
    expect(settings.env).toEqual({
      FILE: 'environments/staging/fraud.yaml',
      REPOSITORY: 'https://github.com/acme/deployments.git',
      BRANCH: 'main',
      FORMAT: '{"kustomize":"ghcr.io/acme/fraud"}',
      GIT_PASSWORD: secretKey('deployments-git', 'token'),
    });
    expect(read(settings)).toMatchObject({
      deadlineSeconds: 300,
      deployment: { file: { path: 'environments/staging/fraud.yaml', branch: 'main' }, wanted: { token: 7 } },
      pullRequests: undefined,
    });
  });

  it('asks for nothing of the Kubernetes API', () => {
    expect(settingsOf(plain).access).toEqual([]);
  });

  it.each<[string, Partial<GitDeployOptions>, object]>([
    ['another branch', { branch: 'release/1' }, { BRANCH: 'release/1' }],
    ['a folder', { folder: 'clusters/eu' }, { FILE: 'clusters/eu/environments/staging/fraud.yaml' }],
    [
      'Helm values',
      { format: { helmValues: 'image.digest', value: 'digest' } },
      { FORMAT: '{"helmValues":"image.digest","value":"digest"}' },
    ],
    ['a user name', { credentials: { username: 'bot', password: secretKey('a', 'b') } }, { GIT_USERNAME: 'bot' }],
    ['a bearer token', { credentials: { bearer: secretKey('a', 'b') } }, { GIT_AUTH: 'bearer' }],
    [
      'an author',
      { author: { name: 'Release Bot', email: 'bot@acme.dev' } },
      { AUTHOR_NAME: 'Release Bot', AUTHOR_EMAIL: 'bot@acme.dev' },
    ],
    [
      'a pull request at GitHub',
      { pullRequest: { host: 'github', waitMerged: Duration.hours(4) } },
      {
        MODE: 'pullRequest',
        PULL_REQUEST_HOST: 'github',
        PULL_REQUEST_API: 'https://api.github.com',
      },
    ],
    [
      'a merge request at a GitLab of your own',
      {
        repository: 'https://git.acme.dev/ml/deployments.git',
        pullRequest: { host: 'gitlab', waitMerged: Duration.hours(1) },
      },
      { PULL_REQUEST_API: 'https://git.acme.dev/api/v4' },
    ],
    [
      'a pull request at Gitea, its API elsewhere',
      { pullRequest: { host: 'gitea', api: 'http://gitea.gitea.svc:3000/api/v1', waitMerged: Duration.hours(1) } },
      { PULL_REQUEST_API: 'http://gitea.gitea.svc:3000/api/v1' },
    ],
  ])('takes %s', (_, more, env) => {
    const settings = settingsOf({ ...plain, ...more });
    expect(settings.env).toMatchObject(env);
    expect(() => read(settings)).not.toThrow();
  });

  it('may take as long as a person has to merge', () => {
    const pullRequest = { host: 'github', waitMerged: Duration.hours(4) } as const;
    expect(settingsOf({ ...plain, pullRequest }).seconds).toBe(4 * 3600);
  });

  it('writes the address of a model for an InferenceService', () => {
    const settings = settingsOf(
      { ...plain, format: { inferenceService: 'fraud' } },
      Workload.inferenceService('fraud'),
    );
    expect(read(settings, 's3://models/fraud/7').deployment.wanted).toEqual({
      deployed: 's3://models/fraud/7',
      token: 7,
    });
  });

  it('trusts a private authority', () => {
    const { env, mounts } = settingsOf({ ...plain, certificates: configKey('internal-ca', 'ca.crt') });
    expect(env).toMatchObject({ NODE_EXTRA_CA_CERTS: '/certificates/ca.crt' });
    expect(mounts).toEqual({ '/certificates': Volume.configMap('internal-ca') });
  });

  it.each<[string, object, RegExp]>([
    [
      'SSH',
      { repository: 'git@github.com:acme/deployments.git' },
      /MLP3021: the repository of Deploy\.git: SSH is not supported/,
    ],
    ['SSH as a URL', { repository: 'ssh://git@github.com/acme/deployments.git' }, /MLP3021.*SSH is not supported/],
    [
      'credentials in the address',
      { repository: 'https://bot:hunter2222@git.acme.dev/a' },
      /MLP3021.*must not contain a user name/,
    ],
    ['localhost', { repository: 'http://localhost:3000/a' }, /MLP1209/],
    ['no repository', { repository: undefined }, /MLP3021/],
    ['a branch that git refuses', { branch: 'a..b' }, /MLP3021: the branch of Deploy\.git: is no name that git allows/],
    ['a folder above', { folder: '../x' }, /MLP3021: the folder of Deploy\.git/],
    ['the folder of git', { folder: '.git' }, /MLP3021: the folder of Deploy\.git/],
    ['no format', { format: undefined }, /MLP3021: the format of Deploy\.git/],
    ['two formats', { format: { kustomize: 'a', helmValues: 'b' } }, /MLP3021: the format of Deploy\.git/],
    ['a password in the clear', { credentials: { password: 'hunter2222' } }, /MLP3021.*not from a Secret/],
    ['a password from a ConfigMap', { credentials: { password: configKey('a', 'b') } }, /MLP3021.*not from a Secret/],
    ['two credentials', { credentials: { bearer: secretKey('a', 'b'), password: secretKey('a', 'b') } }, /MLP3021/],
    ['no credentials', { credentials: {} }, /MLP3021/],
    ['an author without an address', { author: { name: 'Bot' } }, /MLP3021: the e-mail address of the author/],
    ['another host', { pullRequest: { host: 'bitbucket', waitMerged: Duration.hours(1) } }, /MLP3021: the host of/],
    ['no time to merge', { pullRequest: { host: 'github' } }, /MLP1301: waitMerged/],
    ['a week to merge', { pullRequest: { host: 'github', waitMerged: Duration.days(7) } }, /MLP3021: waitMerged/],
    ['certificates in the clear', { certificates: '-----BEGIN' }, /MLP3021: the certificates/],
    ['a misspelt option', { brnach: 'main' }, /MLP1007.*did you mean 'branch'/],
  ])('refuses %s', (_, more, message) => {
    const make = (): unknown => Deploy.git({ ...plain, ...more } as GitDeployOptions);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/hunter2222/);
  });

  it('is refused where nobody follows the file, or it is about something else', () => {
    expect(() => Environment.of('staging', { ...place, deploy: Deploy.git(plain) })).toThrow(
      /MLP3021: environment 'staging' can't be deployed to: Deploy\.git changes a file that nobody follows/,
    );
    const patch: GitDeployOptions = { ...plain, format: { inferenceService: 'other' } };
    expect(() => environmentWith(patch, Workload.inferenceService('fraud'))).toThrow(/MLP3021.*'other', and 'fraud'/);
    expect(() => environmentWith(patch, Workload.deployment('other'))).toThrow(/MLP3021/);
  });
});
