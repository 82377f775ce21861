import type { Outcome } from '../action';
import { type EnvironmentFileRead, readEnvironmentFile, readIn } from '../environment-file/read-environment-file';
import { fetchBranch } from '../git/branch';
import { pushCommit } from '../git/push-commit';
import type { Calling } from '../http-call';
import { Trouble } from '../trouble';
import { namesIn } from './commit-message';
import { commitWanted } from './commit-wanted';
import type { Deployment } from './configuration';
import { decide } from './decide';
import { done, lost } from './outcomes';
import type { Proposal, PullRequests } from './pull-request/code-host';
import type { PullRequest } from './pull-request/dialects';

/** So many rounds in a row may fail: people take hours to merge, and servers restart meanwhile. */
const mostTroubles = 5;

/**
 * Proposes the change on a branch of its own and waits until people or rules have merged it.
 *
 * Each round looks at what is there and does the next thing that is missing, so that it goes on where a killed run
 * stopped. Merged is what the branch itself says, not what the host reports.
 *
 * @throws Trouble if it is not merged at the deadline
 * @internal
 */
export async function deployByPullRequest(
  deployment: Deployment,
  pullRequests: PullRequests,
  pollMilliseconds: number,
  calling: Calling,
): Promise<Outcome> {
  const { session, deadline } = calling;
  let proposed = false;
  let state = 'was not opened';
  let troubles = 0;
  while (!deadline.expired()) {
    try {
      const read = await readEnvironmentFile(deployment.file, calling);
      const decision = decide(read.found, deployment.wanted);
      if (decision === 'lost') return lost(read, deployment);
      if (decision === 'unchanged') return done(proposed ? 'deployed' : 'unchanged', read.commit, deployment);
      const found = await propose(read, deployment, pullRequests, calling);
      proposed = true;
      if (found !== undefined) {
        const shown = `pull request ${found.number} (${session.show(found.url, 300)})`;
        session.evidence.pullRequest = shown;
        if (found.state === 'closed') return refused(shown);
        if (state !== `${shown} is ${found.state}`) session.log(`${shown} is ${found.state}, waiting`);
        state = `${shown} is ${found.state}`;
      }
      troubles = 0;
    } catch (problem) {
      troubles += 1;
      if (!(problem instanceof Trouble) || troubles >= mostTroubles || !proposed) throw problem;
      // What the deadline cut off says less than what was seen before.
      if (deadline.expired()) break;
      session.log(`${problem.message}: looking again`);
    }
    await deadline.sleep(pollMilliseconds);
  }
  throw new Trouble(`${deployment.file.path} does not have the change at the deadline: ${state}`);
}

/** Finds the pull request, or makes what it needs: the branch, then the request. */
async function propose(
  read: EnvironmentFileRead,
  deployment: Deployment,
  pullRequests: PullRequests,
  calling: Calling,
): Promise<PullRequest | undefined> {
  const { file, message } = deployment;
  const from = branchFor(deployment);
  const branches = { from, to: file.branch };
  const found = await pullRequests.find(branches, calling);
  if (found !== undefined) return found;
  if (!(await isPushed(from, read, deployment, calling))) return undefined;
  const [title = '', ...body] = message.split('\n');
  const proposal: Proposal = { ...branches, title, body: body.join('\n').trim() };
  await pullRequests.open(proposal, calling);
  return pullRequests.find(branches, calling);
}

/** False if that has to be looked at again. */
async function isPushed(
  name: string,
  read: EnvironmentFileRead,
  deployment: Deployment,
  calling: Calling,
): Promise<boolean> {
  const { file, wanted } = deployment;
  const branch = await fetchBranch(file.remote, name, calling);
  if (branch.commit === undefined) {
    const commit = await commitWanted(read, deployment, calling);
    const pushed = await pushCommit(read.branch, { commit, to: name, expected: undefined }, calling);
    if (pushed.kind === 'refused') throw new Trouble(`the server refuses the push to ${name}: ${pushed.detail}`);
    return pushed.kind === 'landed';
  }
  const { found } = await readIn(branch, file, calling);
  if (decide(found, wanted) === 'unchanged') return true;
  throw new Trouble(`branch ${name} is there already, but its ${file.path} says something else: remove the branch`);
}

/** One for each change: tokens are not used twice for different values. */
function branchFor({ file, wanted }: Deployment): string {
  const { folders, application, environment } = namesIn(file.path);
  return ['deploy', ...folders, application, environment, wanted.token].join('-');
}

function refused(shown: string): Outcome {
  return { outcome: 'refused', done: false, reason: `${shown} was closed without being merged` };
}
