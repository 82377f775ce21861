import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lostAnswer, status } from '../faulty/faults';
import { faulty } from '../faulty/faulty';
import { newFolder } from '../place';
import { type GitServer, gitUsers, startGitServer } from './git-server';

interface User {
  readonly username: string;
  readonly password: string;
}

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());

/** Git as a person uses it, with the password in a header. */
function git(user: User | undefined, cwd: string) {
  const header = `Authorization: Basic ${Buffer.from(`${user?.username}:${user?.password}`).toString('base64')}`;
  const config = {
    ...(user === undefined ? {} : { 'http.extraHeader': header }),
    'user.name': 'Release',
    'user.email': 'release@example.com',
  };
  const entries = Object.entries(config);
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: cwd,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(entries.length),
  };
  entries.forEach(([key, value], i) => {
    env[`GIT_CONFIG_KEY_${i}`] = key;
    env[`GIT_CONFIG_VALUE_${i}`] = value;
  });
  return (...args: readonly string[]) => promisify(execFile)('git', args, { cwd, env });
}

/** Clones, changes a file and commits, and has not pushed yet. */
async function changed(url: string, user: User, tag: string) {
  const folder = newFolder('clone');
  const run = git(user, folder);
  await run('clone', '--quiet', url, 'app');
  const inside = git(user, join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'values.yaml'), `tag: ${tag}\n`);
  await inside('commit', '--quiet', '--all', '--message', `use ${tag}`);
  return inside;
}

it('is cloned and pushed to by somebody who may', async () => {
  const repository = server.create('happy', { 'values.yaml': 'tag: 1\n', 'über uns/a "b".txt': 'ä\n' });
  const inside = await changed(repository.url, gitUsers.writer, '2');
  await inside('push', '--quiet');
  expect(repository.read('values.yaml')).toBe('tag: 2\n');
  expect(repository.read('über uns/a "b".txt')).toBe('ä\n');
  expect(repository.read('nothing')).toBeUndefined();
  expect(repository.log().map(({ author, message }) => [author, message])).toEqual([
    ['Release <release@example.com>', 'use 2'],
    ['Somebody Else <somebody@example.com>', 'start'],
  ]);
});

it.for([
  ['nobody', undefined, /could not read Username|Authentication failed/],
  ['a wrong password', { ...gitUsers.writer, password: 'wrong' }, /Authentication failed|could not read Username/],
] as const)('asks for a password and refuses %s', async ([, user, message]) => {
  const { url } = server.create(`closed-${user?.password ?? 'nobody'}`, { a: 'a' });
  await expect(git(user, newFolder('clone'))('clone', url)).rejects.toThrow(message);
});

it('lets somebody who may only read fetch and not push', async () => {
  const repository = server.create('readable', { 'values.yaml': 'tag: 1\n' });
  const inside = await changed(repository.url, gitUsers.reader, '2');
  await expect(inside('push')).rejects.toThrow('403');
  expect(repository.read('values.yaml')).toBe('tag: 1\n');
});

it('tells the loser of a race that it lost', async () => {
  const repository = server.create('race', { 'values.yaml': 'tag: 1\n' });
  const inside = await changed(repository.url, gitUsers.writer, '2');
  const hash = repository.commit({ 'values.yaml': 'tag: 3\n' }, 'first');
  await expect(inside('push')).rejects.toThrow('[rejected]');
  expect(repository.log()[0]).toMatchObject({ hash, message: 'first' });
});

it('has branches, and refuses pushes to them when it is told to', async () => {
  const repository = server.create('protected', { 'values.yaml': 'tag: 1\n' });
  repository.commit({ 'values.yaml': 'tag: 2\n' }, 'proposal', 'release/2');
  expect(repository.branches()).toEqual(['main', 'release/2']);
  expect(repository.read('values.yaml', 'release/2')).toBe('tag: 2\n');
  const inside = await changed(repository.url, gitUsers.writer, '3');
  repository.refusePushes('main is protected');
  await expect(inside('push')).rejects.toThrow('main is protected');
});

it('is counted and disturbed through a faulty proxy', async () => {
  const repository = server.create('disturbed', { 'values.yaml': 'tag: 1\n' });
  const proxy = await faulty(server);
  const url = repository.url.replace(server.url, proxy.url);
  const inside = await changed(url, gitUsers.writer, '2');
  proxy.inject(status(503), { on: /info\/refs.*receive-pack/ });
  await expect(inside('push')).rejects.toThrow('503');
  expect(repository.read('values.yaml')).toBe('tag: 1\n');
  proxy.inject(lostAnswer, { on: /^POST .*receive-pack/ });
  await expect(inside('push')).rejects.toThrow();
  expect(repository.read('values.yaml')).toBe('tag: 2\n');
  const starts = proxy.requests.filter(({ path }) => path.endsWith('info/refs?service=git-receive-pack'));
  expect(starts).toHaveLength(2);
  await proxy.stop();
});
