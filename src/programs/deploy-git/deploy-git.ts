import type { Outcome } from '../action';
import { shown } from '../git/http-client';
import type { Calling } from '../http-call';
import type { Configuration } from './configuration';
import { deployByPullRequest } from './deploy-by-pull-request';
import { deployByPush } from './deploy-by-push';

/**
 * Makes the environment file in git say what is deployed, unless someone with a newer token has written it.
 *
 * @internal
 */
export async function deployGit(
  { deployment, pullRequests, pollMilliseconds }: Configuration,
  calling: Calling,
): Promise<Outcome> {
  const { session } = calling;
  const { file, wanted } = deployment;
  Object.assign(session.evidence, { repository: shown(file.remote), branch: file.branch, file: file.path, wanted });
  session.log(`writing ${wanted.deployed} with token ${wanted.token} to ${file.path} on ${file.branch}`);
  return pullRequests === undefined
    ? deployByPush(deployment, calling)
    : deployByPullRequest(deployment, pullRequests, pollMilliseconds, calling);
}
