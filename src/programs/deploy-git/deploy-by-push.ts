import type { Outcome } from '../action';
import { type EnvironmentFileRead, readEnvironmentFile } from '../environment-file/read-environment-file';
import { type Pushed, pushCommit } from '../git/push-commit';
import type { Calling } from '../http-call';
import { Trouble, Unavailable } from '../trouble';
import { commitWanted } from './commit-wanted';
import type { Deployment } from './configuration';
import { decide } from './decide';
import { done, lost } from './outcomes';

const mostTries = 6;

/**
 * Writes the environment file on its branch: reads it, decides, commits, pushes without force; whoever lost a race or got
 * no clear answer reads and decides again.
 *
 * @throws Trouble if it is not known in the end whether it landed
 * @internal
 */
export async function deployByPush(deployment: Deployment, calling: Calling): Promise<Outcome> {
  const { file, wanted } = deployment;
  const { session, deadline } = calling;
  const tries: string[] = [];
  Object.assign(session.evidence, { tries });
  let last: Pushed | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const read = await readAfter(last, deployment, calling);
    session.evidence.found = read.found && { deployed: read.found.deployed, token: read.found.token };
    const decision = decide(read.found, wanted);
    if (decision === 'lost') return lost(read, deployment);
    if (decision === 'unchanged')
      return done(last?.kind === 'unclear' ? 'deployed' : 'unchanged', read.commit, deployment);
    if (attempt > mostTries) break;

    const commit = await commitWanted(read, deployment, calling);
    last = await pushCommit(read.branch, { commit, to: file.branch, expected: read.commit }, calling);
    tries.push(`${commit}: ${last.kind}${last.detail === '' ? '' : `: ${session.show(last.detail)}`}`);
    if (last.kind === 'landed') return done('deployed', commit, deployment);
    if (last.kind === 'refused') throw new Trouble(`the server refuses the push to ${file.branch}: ${last.detail}`);
    session.log(
      `${last.kind === 'moved' ? 'someone else pushed first' : `no clear answer: ${last.detail}`}, reading again`,
    );
    // Spread, so that those who met once do not meet again.
    await deadline.sleep(100 * 2 ** attempt * Math.random());
  }
  throw new Unavailable(
    last?.kind === 'moved'
      ? `others pushed first ${mostTries} times: ${last.detail}`
      : `no push was confirmed, and it is not on ${file.branch} yet; it may land still: ${last?.detail}`,
  );
}

async function readAfter(
  last: Pushed | undefined,
  { file }: Deployment,
  calling: Calling,
): Promise<EnvironmentFileRead> {
  try {
    return await readEnvironmentFile(file, calling);
  } catch (problem) {
    if (last?.kind !== 'unclear' || !(problem instanceof Trouble)) throw problem;
    throw new Unavailable(
      `a push may have landed (${last.detail}), but it can't be read whether it did: ${problem.message}`,
    );
  }
}
