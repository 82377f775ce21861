import { Errors, fetch, type HttpClient, readCommit } from 'isomorphic-git';
import type { Calling } from '../http-call';
import { Trouble, Unavailable } from '../trouble';
import { gitHttp, shown } from './http-client';
import { inTime, wordsOf } from './in-time';
import { type MemoryFileSystem, memoryFileSystem } from './memory-file-system';
import type { Remote } from './remote';

/** What every function of the git library is given. @internal */
export interface Repository {
  readonly fs: MemoryFileSystem;
  readonly gitdir: string;
  readonly cache: object;
}

/** A branch as it was when it was fetched, without its history. @internal */
export interface Branch {
  readonly remote: Remote;
  readonly name: string;
  readonly repository: Repository;
  readonly http: HttpClient;
  /** Nothing if there is no such branch. */
  readonly commit: string | undefined;
  /** Nothing was ever pushed to the repository. */
  readonly repositoryIsEmpty: boolean;
}

const gitdir = '/repository';
// The library wants to know under which names it shall remember what it fetches.
const config = '[remote "origin"]\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n';

const mostTries = 3;

/**
 * Fetches the newest commit of a branch with its files.
 *
 * @throws Trouble if the server does not answer as git does
 * @internal
 */
export async function fetchBranch(remote: Remote, name: string, calling: Calling): Promise<Branch> {
  const what = `fetching ${name} of ${shown(remote)}`;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const branch = await fetchOnce(remote, name, what, calling);
    if (await isComplete(branch)) return branch;
    // A server refuses a commit that the branch has left meanwhile, and the library takes that for nothing new.
    calling.session.log(`${what}: the server did not send what it listed, asking again`);
    await calling.deadline.sleep(500 * attempt * Math.random());
  }
  throw new Unavailable(`${what}: the server lists a commit and does not send it`);
}

async function fetchOnce(remote: Remote, name: string, what: string, calling: Calling): Promise<Branch> {
  const fs = memoryFileSystem({ [`${gitdir}/config`]: config });
  const repository: Repository = { fs, gitdir, cache: {} };
  const http = gitHttp(remote, calling);
  const ref = `refs/heads/${name}`;
  const branch = { remote, name, repository, http };
  const options = { ...repository, http, url: shown(remote), singleBranch: true, tags: false, depth: 1 };
  try {
    const { fetchHead } = await inTime(what, calling, fetch({ ...options, ref, remoteRef: ref }));
    return { ...branch, commit: fetchHead ?? undefined, repositoryIsEmpty: fetchHead === null };
  } catch (problem) {
    if (problem instanceof Trouble) throw problem;
    const isAbsent = problem instanceof Errors.NotFoundError && problem.data.what === ref;
    if (isAbsent) return { ...branch, commit: undefined, repositoryIsEmpty: false };
    throw new Trouble(`${what}: ${wordsOf(problem)}`);
  }
}

async function isComplete({ repository, commit }: Branch): Promise<boolean> {
  if (commit === undefined) return true;
  return readCommit({ ...repository, oid: commit }).then(
    () => true,
    () => false,
  );
}
