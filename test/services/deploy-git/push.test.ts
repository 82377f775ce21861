import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../programs/run-program';
import { lostAnswer, pass, silence, together } from '../faulty/faults';
import { type Faulty, faulty } from '../faulty/faulty';
import { troubles } from '../faulty/troubles';
import type { GitRepository } from '../servers/git-repository';
import { type GitServer, gitUsers, startGitServer } from '../servers/git-server';
import { deploy, digestOf, environmentFor, file, image } from './deployment';

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());

const created = (digits: number | string, token: number): string =>
  [
    `# fence token of cdk8s-mlops: ${token}`,
    '# Written by cdk8s-mlops with every deployment; other keys and comments are kept.',
    'apiVersion: builtin',
    'kind: ImageTagTransformer',
    'metadata:',
    '  name: ghcr-io-acme-fraud',
    'imageTag:',
    `  name: "${image}"`,
    `  digest: "${digestOf(digits)}"`,
    '',
  ].join('\n');

const newRepository = (files: Readonly<Record<string, string>> = { 'README.md': 'ours\n' }): GitRepository =>
  server.create(randomUUID(), files);

const through = (proxy: Faulty, repository: GitRepository): string => repository.url.replace(server.url, proxy.url);

/** What a run says, for a failed expectation too. */
const saidBy = ({ exit, outputs: { outcome, commit, reason } }: Run) => ({ exit, outcome, commit, reason });

describe('a deployment', () => {
  it('creates the file of the first version, then changes its value and token only', async () => {
    const repository = newRepository({ 'README.md': 'ours\n', 'environments/staging/other.yaml': 'a: 1\n' });
    const first = await deploy(environmentFor(repository.url, 1, 4));
    expect(saidBy(first)).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(repository.read(file)).toBe(created(1, 4));

    const second = await deploy(environmentFor(repository.url, 2, 7));
    const [head] = repository.log();
    expect(saidBy(second)).toMatchObject({ exit: 0, outcome: 'deployed', commit: head?.hash });
    expect(second.stderr).toBe('');
    expect(repository.read(file)).toBe(created(2, 7));
    expect(repository.read('README.md')).toBe('ours\n');
    expect(repository.read('environments/staging/other.yaml')).toBe('a: 1\n');
    expect(head).toMatchObject({
      author: 'cdk8s-mlops <cdk8s-mlops@users.noreply.invalid>',
      message: [
        'deploy fraud 2 to staging',
        '',
        'Model-Version: 2',
        'Run-Id: f00dfeed',
        `Deployed: ${image}@${digestOf(2)}`,
        'Fence-Token: 7',
      ].join('\n'),
    });
    expect(repository.log()).toHaveLength(3);
  });

  it('that is there already changes nothing and names the commit', async () => {
    const repository = newRepository({ [file]: created(2, 7) });
    const run = await deploy(environmentFor(repository.url, 2, 7));
    expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'unchanged', commit: repository.log()[0]?.hash });
    expect(repository.log()).toHaveLength(1);
  });

  it.each([
    ['another value', created(3, 8)],
    ['the same value', created(2, 8)],
  ])('is lost, red, when a newer token wrote %s', async (_, text) => {
    const repository = newRepository({ [file]: text });
    const run = await deploy(environmentFor(repository.url, 2, 7));
    expect(saidBy(run)).toMatchObject({ exit: 1, outcome: 'lost', commit: undefined });
    expect(repository.read(file)).toBe(text);
    expect(repository.log()).toHaveLength(1);
  });

  it.each([
    ['an older token with the same value', created(2, 6)],
    ['the same token with another value, which someone wrote by hand', created(3, 7)],
  ])('replaces %s', async (_, text) => {
    const repository = newRepository({ [file]: text });
    const run = await deploy(environmentFor(repository.url, 2, 7));
    expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(repository.read(file)).toBe(created(2, 7));
  });

  it('makes the first commit of an empty repository', async () => {
    const repository = server.createEmpty(randomUUID());
    const run = await deploy(environmentFor(repository.url, 1, 1));
    expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(repository.read(file)).toBe(created(1, 1));
  });

  it('finds its branch where HEAD names one that does not exist', async () => {
    const repository = newRepository();
    repository.commit({ a: 'b' }, 'another', 'trunk');
    repository.pointHeadTo('nowhere');
    const run = await deploy(environmentFor(repository.url, 1, 1, { BRANCH: 'trunk' }));
    expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(repository.read(file, 'trunk')).toBe(created(1, 1));
    expect(repository.read(file)).toBeUndefined();
  });

  it('keeps CRLF, a byte order mark, comments and trailing spaces', async () => {
    const text = `\ufeff# ours  \r\nimages: # of staging\r\n- name: ${image}   \r\n  digest: none # yet\r\n`;
    const repository = newRepository({ [file]: text });
    expect(saidBy(await deploy(environmentFor(repository.url, 1, 1)))).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(repository.read(file)).toBe(
      `\ufeff# fence token of cdk8s-mlops: 1\r\n${text.slice(1).replace('none', `"${digestOf(1)}"`)}`,
    );
  });

  it.each([
    [
      'Helm values',
      { helmValues: 'image.digest', value: 'digest' },
      `${image}@${digestOf(1)}`,
      `image:\n  digest: "${digestOf(1)}"\n`,
    ],
    ['a patch', { inferenceService: 'fraud' }, 's3://models/fraud/7', '      storageUri: "s3://models/fraud/7"\n'],
  ])('writes %s', async (_, format, deployed, text) => {
    const repository = newRepository();
    const more = { FORMAT: JSON.stringify(format), DEPLOYED: deployed };
    expect(saidBy(await deploy(environmentFor(repository.url, 1, 1, more)))).toMatchObject({ outcome: 'deployed' });
    expect(repository.read(file)).toContain(text);
  });
});

describe('a run is red, says why, and leaves the branch as it is', () => {
  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['without a password', { GIT_PASSWORD: '' }, /does not accept the user name and password or token \(401\)/],
    ['with a wrong password', { GIT_PASSWORD: 'wr0ng-passw0rd' }, /does not accept the user name and password/],
    ['with a bearer token where a password is due', { GIT_AUTH: 'bearer', GIT_PASSWORD: 't0ken-of-tests' }, /401/],
    [
      'as a user who may only read',
      { GIT_USERNAME: gitUsers.reader.username, GIT_PASSWORD: gitUsers.reader.password },
      /the credentials may not push to it \(403\): you may not push/,
    ],
    ['when the branch does not exist', { BRANCH: 'maim' }, /there is no branch maim in the repository/],
    [
      'when the path of the file is a file',
      { FILE: 'README.md/environments/staging/fraud.yaml' },
      /README\.md is a file in the repository, not a folder/,
    ],
  ])('%s', async (_, more, reason) => {
    const repository = newRepository();
    const run = await deploy(environmentFor(repository.url, 1, 1, more));
    expect(saidBy(run)).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(reason) });
    expect(repository.log()).toHaveLength(1);
  });

  it('when there is no such repository', async () => {
    const run = await deploy(environmentFor(`${server.url}/nothing.git`, 1, 1));
    expect(saidBy(run)).toMatchObject({ exit: 1, reason: expect.stringMatching(/no such repository.*\(404\)/) });
  });

  it('when the branch is protected, in the words of the server', async () => {
    const repository = newRepository();
    repository.refusePushes('GL-HOOK-ERR: main is protected, ask the platform team');
    const run = await deploy(environmentFor(repository.url, 1, 1));
    expect(saidBy(run)).toMatchObject({
      exit: 1,
      outcome: 'error',
      reason: expect.stringMatching(/refuses the push to main: .*pre-receive hook declined.*main is protected, ask/),
    });
    expect(repository.log()).toHaveLength(1);
  });

  it.each([
    ['of another shape', 'kind: Secret\n', /environments\/staging\/fraud\.yaml: is neither an ImageTagTransformer/],
    ['that can not be read without a doubt', 'a: &b c\n', /fraud\.yaml: line 1 can't be edited safely/],
    [
      'with a damaged token',
      `# fence token of cdk8s-mlops: \n${created(1, 1)}`,
      /fraud\.yaml: line 2 is not the one line/,
    ],
  ])('when there is a file %s', async (_, text, reason) => {
    const repository = newRepository({ [file]: text });
    const run = await deploy(environmentFor(repository.url, 1, 1));
    expect(saidBy(run)).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(reason) });
    expect(repository.read(file)).toBe(text);
  });

  it.each([
    ['a folder', { [`${file}/a`]: 'a' }, /fraud\.yaml is a folder in the repository, not a file/],
    ['below a file', { environments: 'a' }, /environments is a file in the repository, not a folder/],
  ])('when the file is %s', async (_, files, reason) => {
    const repository = newRepository(files);
    const run = await deploy(environmentFor(repository.url, 1, 1));
    expect(saidBy(run)).toMatchObject({ exit: 1, reason: expect.stringMatching(reason) });
  });
});

const steps = {
  'reading the branches': /^GET .*git-upload-pack/,
  'fetching the branch': /^POST .*git-upload-pack/,
  'asking before the push': /^GET .*git-receive-pack/,
  'the push': /^POST .*git-receive-pack/,
};

describe.each(Object.entries(steps))('when at %s', (step, on) => {
  it.concurrent.each(Object.entries(troubles))(
    'the server %s, the run ends well or red, and another run ends it well',
    async (name, trouble) => {
      const repository = newRepository();
      const proxy = await faulty(server);
      const url = through(proxy, repository);
      proxy.inject(trouble, { on });
      const run = await deploy(environmentFor(url, 1, 1, { DEADLINE_SECONDS: '6' }));
      const landed = repository.read(file) !== undefined;
      if (run.exit === 0) expect(landed, run.everything).toBe(true);
      else expect(saidBy(run)).toMatchObject({ exit: 1, outcome: 'error', commit: undefined });
      // A passing trouble of the way is survived.
      if (/^hangs up|429|503/.test(name)) expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'deployed' });
      expect(run.stderr).toBe('');
      expect(run.everything).not.toContain(gitUsers.writer.password);

      await proxy.stop();
      const again = await deploy(environmentFor(repository.url, 1, 1));
      expect(saidBy(again)).toMatchObject({ exit: 0, outcome: landed ? 'unchanged' : 'deployed' });
      expect(repository.read(file)).toBe(created(1, 1));
      expect(repository.log(), step).toHaveLength(2);
    },
  );

  it('it is killed, another run ends it well', async () => {
    const repository = newRepository();
    const proxy = await faulty(server);
    proxy.inject(silence, { on });
    const when = proxy.reached(on);
    const run = await deploy(environmentFor(through(proxy, repository), 1, 1), { kill: { signal: 'SIGKILL', when } });
    expect(run).toMatchObject({ exit: null, outputs: { outcome: 'error' } });
    await proxy.stop();
    expect(saidBy(await deploy(environmentFor(repository.url, 1, 1)))).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(repository.log()).toHaveLength(2);
  });
});

describe('a push whose answer is lost', () => {
  it('is looked for, and found', async () => {
    const repository = newRepository();
    const proxy = await faulty(server);
    proxy.inject(lostAnswer, { on: steps['the push'] });
    const run = await deploy(environmentFor(through(proxy, repository), 1, 1));
    expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'deployed', commit: repository.log()[0]?.hash });
    expect(repository.log()).toHaveLength(2);
    await proxy.stop();
  });

  it('and never confirmed is red, and says that it may have landed', async () => {
    const repository = newRepository();
    const proxy = await faulty(server);
    proxy.inject(
      async ({ forward, goDown }) => {
        (await forward()).resume();
        goDown();
      },
      { on: steps['the push'] },
    );
    const run = await deploy(environmentFor(through(proxy, repository), 1, 1, { DEADLINE_SECONDS: '3' }));
    expect(saidBy(run)).toMatchObject({
      exit: 1,
      outcome: 'error',
      reason: expect.stringMatching(/^a push may have landed .*connection refused/),
    });
  });
});

it('a branch that moved between being listed and being fetched is listed again', async () => {
  const repository = newRepository();
  const proxy = await faulty(server);
  const refusal = '0032ERR upload-pack: not our ref 1111111111111111\n0000';
  const type = { 'content-type': 'application/x-git-upload-pack-result' };
  proxy.inject(({ response }) => void response.writeHead(200, type).end(refusal), { on: steps['fetching the branch'] });
  const run = await deploy(environmentFor(through(proxy, repository), 1, 1));
  expect(saidBy(run)).toMatchObject({ exit: 0, outcome: 'deployed' });
  expect(run.stdout).toContain('the server did not send what it listed, asking again');
  await proxy.stop();
});

describe('runs that race', () => {
  it('for different files all land', async () => {
    const repository = newRepository();
    const runs = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        deploy(environmentFor(repository.url, number, 1, { FILE: `environments/staging/app-${number}.yaml` })),
      ),
    );
    expect(runs.map(saidBy)).toEqual(runs.map(() => expect.objectContaining({ exit: 0, outcome: 'deployed' })));
    for (const number of [1, 2, 3, 4]) {
      expect(repository.read(`environments/staging/app-${number}.yaml`)).toBe(created(number, 1));
    }
    expect(repository.log()).toHaveLength(5);
    expect(repository.isLinear()).toBe(true);
  });

  it('for one file never let the token go down', async () => {
    const repository = newRepository();
    const runs = await Promise.all([3, 1, 4, 2].map((token) => deploy(environmentFor(repository.url, token, token))));
    expect(runs[2]).toMatchObject({ exit: 0, outputs: { outcome: 'deployed' } });
    for (const run of runs) expect(['deployed', 'lost'], run.everything).toContain(run.outputs.outcome);
    expect(repository.read(file)).toBe(created(4, 4));
    const tokens = repository.log().map(({ message }) => Number(/Fence-Token: (\d+)/.exec(message)?.[1] ?? 0));
    expect(tokens).toEqual(tokens.toSorted((a, b) => b - a));
    expect(tokens).toHaveLength(runs.filter(({ exit }) => exit === 0).length + 1);
    expect(repository.isLinear()).toBe(true);
  });

  it.each([
    ['asked for the branch', steps['asking before the push']],
    ['were about to push', steps['the push']],
  ])('and %s at the same moment both land', async (_, on) => {
    const repository = newRepository();
    const proxy = await faulty(server);
    proxy.inject(together(2), { on, times: 2 });
    const runs = await Promise.all(
      [1, 2].map((number) =>
        deploy(
          environmentFor(through(proxy, repository), number, 1, { FILE: `environments/staging/app-${number}.yaml` }),
        ),
      ),
    );
    expect(runs.map(saidBy)).toEqual(runs.map(() => expect.objectContaining({ exit: 0, outcome: 'deployed' })));
    expect(runs.map(({ stdout }) => stdout).join('')).toContain('someone else pushed first');
    expect(repository.isLinear()).toBe(true);
    await proxy.stop();
  });

  it('with the same value and token agree on one commit', async () => {
    const repository = newRepository();
    const proxy = await faulty(server);
    proxy.inject(together(2), { on: steps['the push'], times: 2 });
    const runs = await Promise.all([1, 1].map(() => deploy(environmentFor(through(proxy, repository), 1, 1))));
    const [head] = repository.log();
    expect(runs.map(saidBy)).toEqual(runs.map(() => expect.objectContaining({ exit: 0, commit: head?.hash })));
    expect(repository.log()).toHaveLength(2);
    await proxy.stop();
  });

  it('give up, red, when others are faster each time', async () => {
    const repository = newRepository();
    const proxy = await faulty(server);
    let commits = 0;
    proxy.inject(
      async (exchange) => {
        commits += 1;
        repository.commit({ other: String(commits) }, `other ${commits}`);
        await pass(exchange);
      },
      { on: steps['the push'], times: 10 },
    );
    const run = await deploy(environmentFor(through(proxy, repository), 1, 1));
    expect(saidBy(run)).toMatchObject({
      exit: 1,
      outcome: 'error',
      reason: expect.stringMatching(/^others pushed first 6 times/),
    });
    expect(commits).toBe(6);
    await proxy.stop();
  });
});
