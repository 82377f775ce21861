import { Errors, type HttpClient, push, writeCommit, writeRef } from 'isomorphic-git';
import { type Calling, Unclear } from '../http-call';
import { Trouble } from '../trouble';
import type { Branch } from './branch';
import { shown } from './http-client';
import { inTime, wordsOf } from './in-time';

/**
 * What became of a push.
 *
 * - `landed`: the server says so.
 * - `moved`: the branch is no longer what was fetched.
 * - `refused`: the server does not want it, in its own words.
 * - `unclear`: it may have landed or not, or may land still.
 *
 * @internal
 */
export interface Pushed {
  readonly kind: 'landed' | 'moved' | 'refused' | 'unclear';
  readonly detail: string;
}

/** @internal */
export interface Author {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970: with the same time the same change is the same commit. */
  readonly timestamp: number;
}

/** Makes a commit on top of a fetched branch and returns its id. @internal */
export async function commitTree(branch: Branch, tree: string, message: string, author: Author): Promise<string> {
  const by = { ...author, timezoneOffset: 0 };
  const parent = branch.commit === undefined ? [] : [branch.commit];
  return writeCommit({ ...branch.repository, commit: { tree, parent, author: by, committer: by, message } });
}

/**
 * Pushes a commit to a branch, without force, and only while that branch is still at `expected`.
 *
 * @param expected nothing if the branch must not exist yet
 * @throws Trouble if it could not even be sent, or the server refuses the one who asks
 * @internal
 */
export async function pushCommit(
  { repository, remote, http }: Branch,
  { commit, to, expected }: { readonly commit: string; readonly to: string; readonly expected: string | undefined },
  calling: Calling,
): Promise<Pushed> {
  const local = 'refs/heads/deployment';
  const target = `refs/heads/${to}`;
  const said: string[] = [];
  let sent = false;
  const watched: HttpClient = {
    request: (request) => {
      if (request.method === 'POST') sent = true;
      return http.request(request);
    },
  };
  await writeRef({ ...repository, ref: local, value: commit, force: true });
  const what = `pushing to ${shown(remote)}`;
  const pushing = push({
    ...repository,
    http: watched,
    url: shown(remote),
    ref: local,
    remoteRef: target,
    onMessage: (line) => {
      if (said.length < 20) said.push(line.trim());
    },
    onPrePush: ({ remoteRef }) => remoteRef.oid === (expected ?? noCommit),
  });
  try {
    const { ok, refs } = await inTime(what, calling, pushing);
    // A report that ends early names no branch: that is no success.
    if (ok && refs[target]?.ok === true) return { kind: 'landed', detail: '' };
    return { kind: 'unclear', detail: 'the server reported nothing about the branch' };
  } catch (problem) {
    const { name } = problem as Error;
    if (name === 'UserCanceledError' || name === 'PushRejectedError') {
      return { kind: 'moved', detail: 'the branch has a newer commit' };
    }
    if (problem instanceof Errors.GitPushError) return refusal(problem, said);
    if (problem instanceof Trouble && !(problem instanceof Unclear)) throw problem;
    if (sent) return { kind: 'unclear', detail: wordsOf(problem) };
    throw new Trouble(`${what}: ${wordsOf(problem)}`);
  }
}

const noCommit = '0'.repeat(40);

/** The words in which servers say that someone else was faster: git's own, and those of servers that lock refs. */
const lostRace =
  /fetch first|non-fast-forward|failed to update ref|(cannot|failed to) lock|lock[_ ](failure|error)|stale info|reference already/i;

function refusal({ data }: InstanceType<typeof Errors.GitPushError>, said: readonly string[]): Pushed {
  const { error, refs } = data.result;
  const reasons = [error ?? '', ...Object.values(refs).map((ref) => ref.error)].filter((reason) => reason !== '');
  const detail = [...reasons, ...said].filter((line) => line !== '').join('; ') || 'without a reason';
  return { kind: reasons.some((reason) => lostRace.test(reason)) ? 'moved' : 'refused', detail };
}
