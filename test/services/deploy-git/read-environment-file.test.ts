import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import {
  type EnvironmentFile,
  readEnvironmentFile,
} from '../../../src/programs/environment-file/read-environment-file';
import { basicAuthorization } from '../../../src/programs/git/remote';
import { openSession } from '../../../src/programs/session';
import { type GitServer, gitUsers, startGitServer } from '../servers/git-server';
import { deploy, digestOf, environmentFor, file, image } from './deployment';

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());

const { username, password } = gitUsers.reader;
const read = async (url: string, branch = 'main') => {
  const remote = { url: new URL(url), authorization: basicAuthorization(username, password) };
  const of: EnvironmentFile = { remote, branch, path: file, format: { kustomize: image } };
  const { commit, found } = await readEnvironmentFile(of, {
    deadline: startDeadline(20),
    session: openSession('test', () => undefined),
  });
  return { commit, found: found && { deployed: found.deployed, token: found.token } };
};

it('an environment file is read by whoever may only read: what is deployed, its token, and the commit', async () => {
  const repository = server.create('read', { 'README.md': 'ours\n' });
  expect(await read(repository.url)).toEqual({ commit: repository.log()[0]?.hash, found: undefined });
  const { outputs } = await deploy(environmentFor(repository.url, 5, 9));
  expect(await read(repository.url)).toEqual({
    commit: outputs.commit,
    found: { deployed: `${image}@${digestOf(5)}`, token: 9 },
  });
  const later = repository.commit({ other: 'x' }, 'of somebody else');
  expect(await read(repository.url)).toMatchObject({ commit: later, found: { token: 9 } });
});

it('nothing is read in an empty repository, and a missing branch is an error', async () => {
  expect(await read(server.createEmpty('empty').url)).toEqual({ commit: undefined, found: undefined });
  const repository = server.create('branches', { a: 'b' });
  await expect(read(repository.url, 'other')).rejects.toThrow('there is no branch other in the repository');
});
