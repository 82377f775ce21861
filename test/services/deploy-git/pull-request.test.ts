import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodeHost, codeHosts } from '../../../src/programs/deploy-git/pull-request/code-host';
import type { Run, RunOptions } from '../../programs/run-program';
import { halfAnswer, html, lostAnswer, lostRequest, status } from '../faulty/faults';
import { type Faulty, faulty } from '../faulty/faulty';
import type { GitRepository } from '../servers/git-repository';
import { type GitServer, gitUsers, startGitServer } from '../servers/git-server';
import { type CodeHostServer, startCodeHost } from './code-host';
import { deploy, digestOf, environmentFor, file } from './deployment';

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());

interface Place {
  readonly repository: GitRepository;
  readonly host: CodeHostServer;
  readonly api: Faulty;
  run(digits: number, token: number, more?: Readonly<Record<string, string>>, options?: RunOptions): Promise<Run>;
  /** What a person does who presses the button: a commit on main with what the branch has. */
  merge(): void;
}

async function newPlace(kind: CodeHost): Promise<Place> {
  const project = `acme/${randomUUID()}`;
  const repository = server.create(project, { 'README.md': 'ours\n' });
  const host = await startCodeHost(kind, project, gitUsers.bot.password);
  const api = await faulty(host);
  return {
    repository,
    host,
    api,
    run: (digits, token, more = {}, options = {}) => {
      const pullRequest = { MODE: 'pullRequest', PULL_REQUEST_HOST: kind, PULL_REQUEST_API: api.url };
      const bot = { GIT_USERNAME: gitUsers.bot.username, GIT_PASSWORD: gitUsers.bot.password };
      const environment = { ...pullRequest, ...bot, POLL_SECONDS: '0.1', DEADLINE_SECONDS: '20', ...more };
      return deploy(environmentFor(repository.url, digits, token, environment), options);
    },
    merge: () => {
      for (const proposed of host.proposed.filter(({ state }) => state === 'open')) {
        repository.commit({ [file]: repository.read(file, proposed.from) ?? '' }, 'merged', proposed.to);
        proposed.state = 'merged';
      }
    },
  };
}

const saidBy = ({ exit, outputs: { outcome, commit, reason } }: Run) => ({ exit, outcome, commit, reason });

describe.concurrent.each(codeHosts)('a pull request at %s', (kind) => {
  it('is opened, waited for, and its merged commit is named', async () => {
    const { repository, host, run, merge } = await newPlace(kind);
    void host.seenOpen().then(merge);
    const ended = await run(1, 4);
    expect(saidBy(ended)).toMatchObject({ exit: 0, outcome: 'deployed', commit: repository.log()[0]?.hash });
    expect(host.proposed).toEqual([
      {
        number: 1,
        from: 'deploy-fraud-staging-4',
        to: 'main',
        title: 'deploy fraud 1 to staging',
        body: expect.stringMatching(/^Model-Version: 1\nRun-Id: f00dfeed\nDeployed: .*\nFence-Token: 4$/),
        state: 'merged',
      },
    ]);
    expect(repository.read(file)).toContain(digestOf(1));
    expect(saidBy(await run(1, 4))).toMatchObject({ exit: 0, outcome: 'unchanged' });
    expect(host.proposed).toHaveLength(1);
  });

  it('that is closed ends red, also when it is asked for again', async () => {
    const { repository, host, run } = await newPlace(kind);
    void host.seenOpen().then((open) => {
      open.state = 'closed';
    });
    for (const _ of [1, 2]) {
      expect(saidBy(await run(1, 4))).toMatchObject({ exit: 1, outcome: 'refused', commit: undefined });
    }
    expect(host.proposed).toHaveLength(1);
    expect(repository.read(file)).toBeUndefined();
  });

  it('that nobody merges before the deadline ends red, and the next run goes on with it', async () => {
    const { host, run, merge } = await newPlace(kind);
    expect(saidBy(await run(1, 4, { DEADLINE_SECONDS: '6' }))).toMatchObject({
      exit: 1,
      outcome: 'error',
      reason: expect.stringMatching(/does not have the change at the deadline: pull request 1 .* is open/),
    });
    merge();
    expect(saidBy(await run(1, 4))).toMatchObject({ exit: 0 });
    expect(host.proposed).toHaveLength(1);
  });

  it('that the host says is merged counts only when the branch has the change', async () => {
    const { host, run } = await newPlace(kind);
    void host.seenOpen().then((open) => {
      open.state = 'merged';
    });
    expect(saidBy(await run(1, 4, { DEADLINE_SECONDS: '6' }))).toMatchObject({
      exit: 1,
      outcome: 'error',
      reason: expect.stringMatching(/pull request 1 .* is merged/),
    });
  });

  it('is lost when a newer token is written meanwhile', async () => {
    const { repository, host, run } = await newPlace(kind);
    void host.seenOpen().then(() => {
      const newer = `# fence token of cdk8s-mlops: 9\nimages:\n- name: ghcr.io/acme/fraud\n  digest: ${digestOf(9)}\n`;
      repository.commit({ [file]: newer }, 'newer');
    });
    expect(saidBy(await run(1, 4))).toMatchObject({ exit: 1, outcome: 'lost' });
  });

  it.each([
    ['a lost answer to opening it', lostAnswer, /^POST/, 1],
    ['a request to open it that is lost', lostRequest, /^POST/, 1],
    ['half an answer to opening it', halfAnswer, /^POST/, 1],
    ['a host that is busy', status(503), /^GET/, 3],
    ['trouble while waiting', status(500), /^GET/, 2],
    ['web pages while waiting', html(), /^GET/, 2],
  ] as const)('is opened once in spite of %s', async (name, fault, on, times) => {
    const { host, api, run, merge } = await newPlace(kind);
    const waiting = name.endsWith('while waiting');
    void host.seenOpen().then(() => {
      if (waiting) api.inject(fault, { on, times });
      setTimeout(merge, 1000);
    });
    if (!waiting) api.inject(fault, { on, times });
    expect(saidBy(await run(1, 4))).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(host.proposed).toHaveLength(1);
  });

  it.each([
    ['looking for the pull request', /^GET/],
    ['opening it', /^POST/],
  ])('is opened once although the run is killed when %s', async (_, on) => {
    const { host, api, run, merge } = await newPlace(kind);
    const killed = await run(1, 4, {}, { kill: { signal: 'SIGKILL', when: api.reached(on) } });
    expect(killed).toMatchObject({ exit: null, outputs: { outcome: 'error' } });
    void host.seenOpen().then(merge);
    expect(saidBy(await run(1, 4))).toMatchObject({ exit: 0, outcome: 'deployed' });
    expect(host.proposed).toHaveLength(1);
  });

  it.each<[string, Readonly<Record<string, string>>, Parameters<Faulty['inject']>[0] | undefined, RegExp]>([
    ['with a wrong token', {}, status(401), /does not accept the token \(401\)/],
    ['with a token that may not open one', {}, status(403), /the token may not do that/],
    ['when the host answers 500', {}, status(500), /answered 500/],
    ['when the host answers in HTML', {}, html(), /a web page where JSON is due/],
    [
      'when the API is not there',
      { PULL_REQUEST_API: 'http://127.0.0.1:9', DEADLINE_SECONDS: '6' },
      undefined,
      /connection refused/,
    ],
  ])('ends red %s', async (_, more, fault, reason) => {
    const { repository, api, run } = await newPlace(kind);
    if (fault !== undefined) api.inject(fault, { times: 100 });
    const ended = await run(1, 4, more);
    expect(saidBy(ended)).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(reason) });
    expect(repository.read(file)).toBeUndefined();
    expect(ended.everything).not.toContain(gitUsers.bot.password);
  });
});

it('is refused when its branch says something else already', async () => {
  const { repository, run } = await newPlace('github');
  repository.commit({ [file]: 'kind: Secret\n' }, 'someone', 'deploy-fraud-staging-4');
  expect(saidBy(await run(1, 4))).toMatchObject({
    exit: 1,
    outcome: 'error',
    reason: expect.stringMatching(/kind says/),
  });
});

it('is the only one of two runs that race', async () => {
  const { host, run, merge } = await newPlace('gitlab');
  void host.seenOpen().then(() => setTimeout(merge, 500));
  const runs = await Promise.all([run(1, 4), run(1, 4)]);
  expect(runs.map(saidBy)).toEqual(runs.map(() => expect.objectContaining({ exit: 0 })));
  expect(host.proposed).toHaveLength(1);
});
