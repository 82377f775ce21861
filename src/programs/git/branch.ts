import { Errors, fetch, type HttpClient } from 'isomorphic-git';
import type { Calling } from '../http-call';
import { Trouble } from '../trouble';
import { gitHttp, shown } from './http-client';
import { inTime } from './in-time';
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

/**
 * Fetches the newest commit of a branch with its files.
 *
 * @throws Trouble if the server does not answer as git does
 * @internal
 */
export async function fetchBranch(remote: Remote, name: string, calling: Calling): Promise<Branch> {
  const fs = memoryFileSystem({ [`${gitdir}/config`]: config });
  const repository: Repository = { fs, gitdir, cache: {} };
  const http = gitHttp(remote, calling);
  const ref = `refs/heads/${name}`;
  const branch = { remote, name, repository, http };
  const what = `fetching ${name} of ${shown(remote)}`;
  const options = { ...repository, http, url: shown(remote), singleBranch: true, tags: false, depth: 1 };
  try {
    const { fetchHead } = await inTime(what, calling, fetch({ ...options, ref, remoteRef: ref }));
    return { ...branch, commit: fetchHead ?? undefined, repositoryIsEmpty: fetchHead === null };
  } catch (problem) {
    if (problem instanceof Trouble) throw problem;
    const isAbsent = problem instanceof Errors.NotFoundError && problem.data.what === ref;
    if (isAbsent) return { ...branch, commit: undefined, repositoryIsEmpty: false };
    throw new Trouble(`${what}: ${(problem as Error).message}`);
  }
}
