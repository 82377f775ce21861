import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/programs/deploy-git/configuration';
import { InputError } from '../../../src/programs/input-error';
import { openSession } from '../../../src/programs/session';
import { runProgram } from '../run-program';
import { complete, digest } from './environment';

type Change = Readonly<Record<string, string>>;

function problemOf(change: Change): string {
  try {
    readConfiguration(
      { ...complete, ...change },
      openSession('test', () => undefined),
    );
    return 'none';
  } catch (problem) {
    if (problem instanceof InputError) return problem.message;
    throw problem;
  }
}

const pullRequest = {
  MODE: 'pullRequest',
  PULL_REQUEST_HOST: 'github',
  PULL_REQUEST_API: 'https://api.github.com',
  GIT_PASSWORD: 'token',
};

it.each<Change>([
  {},
  { REPOSITORY: 'http://gitea.gitea.svc.cluster.local:3000/acme/app' },
  { BRANCH: 'release/2026.1' },
  { FILE: 'clusters/eu_1/environments/prod-1/app.yaml' },
  { FORMAT: '{"helmValues":"image.digest","value":"digest"}' },
  { GIT_PASSWORD: 'a ä "quoted" $(password)' },
  { GIT_AUTH: 'bearer', GIT_PASSWORD: 'token' },
  { AUTHOR_NAME: 'Björn Ångström', AUTHOR_EMAIL: 'release+bot@example.com' },
  pullRequest,
])('deploy-git takes %j', (change) => {
  expect(problemOf(change)).toBe('none');
});

const rows: readonly [change: Change, problem: RegExp][] = [
  [{ REPOSITORY: '' }, /^REPOSITORY: is not set$/],
  [{ REPOSITORY: 'git@github.com:acme/app.git' }, /^REPOSITORY: SSH is not supported/],
  [{ REPOSITORY: 'ssh://git@github.com/acme/app.git' }, /^REPOSITORY: SSH is not supported/],
  [{ REPOSITORY: 'git://github.com/acme/app.git' }, /^REPOSITORY: SSH is not supported/],
  [{ REPOSITORY: 'file:///etc/app.git' }, /^REPOSITORY: expected an absolute URL/],
  [{ REPOSITORY: '--upload-pack=touch' }, /^REPOSITORY: expected an absolute URL/],
  [{ REPOSITORY: 'https://user:hunter2222@git.example/app' }, /^REPOSITORY: must not contain a user name or password/],
  [{ REPOSITORY: 'https://hunter2222@git.example/app' }, /^REPOSITORY: must not contain a user name or password/],
  [{ REPOSITORY: 'https://git.example/app?token=hunter2222' }, /^REPOSITORY: must not contain a query/],
  [{ REPOSITORY: 'https://git.example/' }, /^REPOSITORY: has no path/],
  [{ BRANCH: '' }, /^BRANCH: is not set$/],
  [{ BRANCH: '-f' }, /^BRANCH: expected a branch/],
  [{ BRANCH: 'a..b' }, /^BRANCH: is no name that git allows/],
  [{ BRANCH: 'a//b' }, /^BRANCH: is no name that git allows/],
  [{ BRANCH: 'a/.b' }, /^BRANCH: is no name that git allows/],
  [{ BRANCH: 'a.lock/b' }, /^BRANCH: is no name that git allows/],
  [{ BRANCH: 'a.lock' }, /^BRANCH: is no name that git allows/],
  [{ BRANCH: 'a/' }, /^BRANCH: expected a branch/],
  [{ BRANCH: 'refs/heads/main' }, /^BRANCH: must be the short name/],
  [{ BRANCH: 'HEAD' }, /^BRANCH: must be the short name/],
  [{ BRANCH: '+main:refs/heads/x' }, /^BRANCH: expected a branch/],
  [{ BRANCH: 'main\nx' }, /^BRANCH: expected a branch/],
  [{ BRANCH: '{{inputs.parameters.b}}' }, /^BRANCH: .*\(\(inputs\.parameters\.b\)\)/],
  [{ FILE: '../environments/staging/fraud.yaml' }, /^FILE: expected/],
  [{ FILE: 'a..b/environments/staging/fraud.yaml' }, /^FILE: must not contain/],
  [{ FILE: '.git/environments/staging/fraud.yaml' }, /^FILE: expected/],
  [{ FILE: '/environments/staging/fraud.yaml' }, /^FILE: expected/],
  [{ FILE: 'environments/staging/fraud.yml' }, /^FILE: expected/],
  [{ FILE: 'environments/staging/.git/fraud.yaml' }, /^FILE: expected/],
  [{ FILE: 'environments/../fraud.yaml' }, /^FILE: expected/],
  [{ FILE: '.github/workflows/ci.yaml' }, /^FILE: expected/],
  [{ FILE: 'environments/staging/fraud.yaml\0' }, /^FILE: expected/],
  [{ FORMAT: '' }, /^FORMAT: is not set$/],
  [{ FORMAT: 'kustomize' }, /^FORMAT: is not valid JSON$/],
  [{ FORMAT: '{}' }, /^FORMAT: expected one of/],
  [{ DEPLOYED: '' }, /^DEPLOYED: is not set$/],
  [{ DEPLOYED: 'ghcr.io/acme/fraud:latest' }, /^DEPLOYED: expected an image by digest/],
  [{ DEPLOYED: `${complete.DEPLOYED}"\nx: y` }, /^DEPLOYED: expected an image by digest/],
  [{ DEPLOYED: 's3://models/fraud/7' }, /^DEPLOYED: a model has an address, not a digest$/],
  [{ TOKEN: '-1' }, /^TOKEN: expected a whole number/],
  [{ TOKEN: '1e3' }, /^TOKEN: expected a whole number/],
  [{ TOKEN: 'NaN' }, /^TOKEN: expected a whole number/],
  [{ TOKEN: '9999999999' }, /^TOKEN: expected a whole number/],
  [{ MODEL_VERSION: '1\n\nFence-Token: 9' }, /^MODEL_VERSION: expected an identifier/],
  [{ RUN_ID: 'a b' }, /^RUN_ID: expected an identifier/],
  [{ AUTHOR_NAME: 'a <b@c>' }, /^AUTHOR_NAME: expected a name/],
  [{ AUTHOR_EMAIL: 'a@b> 1 +0000\nx' }, /^AUTHOR_EMAIL: expected an e-mail address/],
  [{ GIT_AUTH: 'ntlm' }, /^GIT_AUTH: expected basic, bearer/],
  [{ GIT_AUTH: 'bearer' }, /^GIT_PASSWORD: is not set, and GIT_AUTH is bearer$/],
  [{ GIT_PASSWORD: 'hunter2222\n' }, /^GIT_PASSWORD: begins or ends with white space.*echo -n/],
  [{ GIT_PASSWORD: 'hunter\r\nx: y' }, /^GIT_PASSWORD: begins or ends with white space, or contains a line break/],
  [{ GIT_AUTH: 'bearer', GIT_PASSWORD: 'hunter2222 ä' }, /^GIT_PASSWORD: is no token/],
  [{ MODE: 'force' }, /^MODE: expected push, pullRequest/],
  [{ MODE: 'pullRequest' }, /PULL_REQUEST_HOST: is not set; PULL_REQUEST_API: is not set; GIT_PASSWORD: is not set/],
  [{ PULL_REQUEST_HOST: 'github' }, /only with MODE pullRequest/],
  [{ ...pullRequest, PULL_REQUEST_HOST: 'bitbucket' }, /^PULL_REQUEST_HOST: expected github, gitlab, gitea/],
  [{ ...pullRequest, PULL_REQUEST_API: 'https://hunter2222@api' }, /^PULL_REQUEST_API: must not contain a user name/],
];

describe('deploy-git refuses', () => {
  it.each(rows)('%j', (change, problem) => {
    expect(problemOf(change)).toMatch(problem);
    expect(problemOf(change)).not.toContain('hunter');
  });

  it.each(Object.keys(complete))('64 KB in %s', (name) => {
    expect(problemOf({ [name]: 'a'.repeat(64 * 1024) })).toMatch(new RegExp(`^${name}: `));
  });

  it('everything that is wrong at once, as the process', async () => {
    const { exit, outputs } = await runProgram('deploy-git', { DEPLOYED: digest, GIT_PASSWORD: 'hunter2222\n' });
    expect(exit).toBe(1);
    expect(outputs.outcome).toBe('error');
    for (const name of [
      'REPOSITORY',
      'BRANCH',
      'FILE',
      'FORMAT',
      'DEPLOYED',
      'TOKEN',
      'DEADLINE_SECONDS',
      'GIT_PASSWORD',
    ]) {
      expect(outputs.reason).toContain(`${name}: `);
    }
  });
});
