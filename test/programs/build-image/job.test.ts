import { describe, expect, it } from 'vitest';
import { codeTag, jobName } from '../../../src/programs/build-image/code-image';
import { readConfiguration } from '../../../src/programs/build-image/configuration';
import { jobOf } from '../../../src/programs/build-image/job';
import { openSession } from '../../../src/programs/session';

const commit = 'c0ffee12'.repeat(5);
const good = {
  REPOSITORY: 'https://github.com/acme/fraud',
  BRANCH: 'release',
  GIT_PASSWORD: 's3cret-token',
  BUILDER: 'kaniko',
  BUILDER_IMAGE: 'ghcr.io/osscontainertools/kaniko:v1.28.3',
  BUILD_NAMESPACE: 'fraud-build',
  DOCKERFILE: 'docker/Dockerfile',
  FOLDER: 'app',
  TARGET: 'serve',
  BUILD_ARGUMENTS: '{"GREETING":"a b; $(id) \\"c\\" {{x}}"}',
  RESOURCES: '{"requests":{"cpu":"500m","memory":"2Gi"},"limits":{"memory":"3Gi"}}',
  IMAGE_REPOSITORY: 'registry.mlops.svc:5000/fraud',
  IMAGE_INSECURE: 'in the cluster, behind a network policy',
  PUSH_SECRET: 'registry',
  GIT_SECRET: 'git',
  GIT_SECRET_KEY: 'token',
  BUILD_SECONDS: '3600',
  DEADLINE_SECONDS: '3900',
};
const read = (more: object = {}) =>
  readConfiguration(
    { ...good, ...more },
    openSession('test', () => undefined),
  );
const wanted = { commit, destination: 'registry.mlops.svc:5000/fraud:code' };

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
}

function container(more: object = {}): Container {
  const job = jobOf('build-1', read(more), wanted) as unknown as {
    spec: { template: { spec: { containers: readonly Container[] } } };
  };
  return job.spec.template.spec.containers[0] as Container;
}

describe('the Job of a build', () => {
  it('has kaniko clone the branch, check out the commit and push, word by word', () => {
    expect(container()).toMatchObject({
      command: ['/kaniko/executor'],
      args: [
        `--context=git://github.com/acme/fraud#refs/heads/release#${commit}`,
        '--context-sub-path=app',
        '--dockerfile=docker/Dockerfile',
        '--target=serve',
        '--build-arg=GREETING=a b; $(id) "c" {{x}}',
        `--label=org.opencontainers.image.revision=${commit}`,
        '--destination=registry.mlops.svc:5000/fraud:code',
        '--insecure-registry=registry.mlops.svc:5000',
        '--log-format=text',
      ],
    });
  });

  it('has BuildKit take the commit from git and push, word by word', () => {
    expect(container({ BUILDER: 'buildkit' })).toMatchObject({
      command: ['buildctl-daemonless.sh'],
      args: [
        'build',
        '--frontend=dockerfile.v0',
        `--opt=context=https://github.com/acme/fraud.git#${commit}:app`,
        '--opt=filename=docker/Dockerfile',
        '--opt=target=serve',
        '--opt=build-arg:GREETING=a b; $(id) "c" {{x}}',
        `--opt=label:org.opencontainers.image.revision=${commit}`,
        '--output=type=image,name=registry.mlops.svc:5000/fraud:code,push=true,registry.insecure=true',
        '--secret=id=GIT_AUTH_TOKEN,env=GIT_AUTH_TOKEN',
        '--progress=plain',
      ],
    });
  });

  it.each(['kaniko', 'buildkit'])('of %s holds no secret, only where it is', (BUILDER) => {
    const job = JSON.stringify(jobOf('build-1', read({ BUILDER }), wanted));
    expect(job).not.toContain('s3cret');
    expect(job).toContain('"secretKeyRef":{"name":"git","key":"token"}');
    expect(job).toContain('"secretName":"registry"');
  });

  it('ends by itself, is tried once, has no token of the cluster and says why it gets more', () => {
    expect(jobOf('build-1', read(), wanted)).toMatchObject({
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 3600,
        ttlSecondsAfterFinished: 86_400,
        template: {
          metadata: { annotations: { 'cdk8s-mlops/not-restricted': expect.stringMatching(/level baseline/) } },
          spec: { restartPolicy: 'Never', automountServiceAccountToken: false },
        },
      },
    });
  });
});

describe('the names of what is built', () => {
  it.each([
    ['another Dockerfile', { DOCKERFILE: 'Dockerfile' }],
    ['another folder', { FOLDER: 'web' }],
    ['another stage', { TARGET: 'test' }],
    ['other arguments', { BUILD_ARGUMENTS: '{}' }],
    ['another repository', { REPOSITORY: 'https://github.com/acme/other' }],
  ])('differ for %s', (_, more) => {
    expect(codeTag(commit, read(more))).not.toBe(codeTag(commit, read()));
  });

  it('are the same for the same, in whatever order, and fit', () => {
    const tag = codeTag(commit, read({ BUILD_ARGUMENTS: '{"A":"1","B":"2"}' }));
    expect(codeTag(commit, read({ BUILD_ARGUMENTS: '{"B":"2","A":"1"}' }))).toBe(tag);
    expect(tag).toMatch(/^code-[0-9a-f]{40}-[0-9a-f]{8}$/);
    expect(jobName(tag, read())).toMatch(/^build-[0-9a-f]{16}$/);
    expect(jobName(tag, read({ BUILDER_IMAGE: 'kaniko:2' }))).not.toBe(jobName(tag, read()));
  });
});

it.each([
  ['REPOSITORY', 'git@github.com:acme/fraud.git'],
  ['REPOSITORY', 'https://user:pass@github.com/acme/fraud'],
  ['BRANCH', '--upload-pack=x'],
  ['FOLDER', '../..'],
  ['DOCKERFILE', '/etc/passwd'],
  ['TARGET', 'a b'],
  ['BUILD_ARGUMENTS', '{"A":"1\\n2"}'],
  ['BUILD_ARGUMENTS', '{"A=B":"1"}'],
  ['BUILD_ARGUMENTS', '[]'],
  ['RESOURCES', '{"requests":{"cpu":"$(id)"},"limits":{}}'],
  ['BUILD_NAMESPACE', 'a/b'],
  ['GIT_SECRET_KEY', '../key'],
  ['GIT_AUTH', 'bearer'],
])('refuses %s %s', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(new RegExp(name));
});
