import { checkProps } from '../core/check-props';
import type { Env } from '../core/container/env';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { contract } from '../programs/deploy-git/contract';
import type { CodeHost } from '../programs/deploy-git/pull-request/code-host';
import { checkRead } from './check-read';

/** @public */
export interface GitPullRequest {
  /** Whose API is spoken; Forgejo speaks Gitea's. */
  readonly host: CodeHost;
  /**
   * Where the API begins.
   *
   * @default - `https://api.github.com` for github.com; else on the server of the repository `/api/v3` (GitHub), `/api/v4`
   * (GitLab) or `/api/v1` (Gitea)
   */
  readonly api?: string | undefined;
  /**
   * How long people have to merge it, in whole seconds, at most a day: the environment is locked meanwhile, and the next
   * run of a schedule does not start.
   */
  readonly waitMerged: TimeSpan;
}

const apiPaths: Readonly<Record<CodeHost, string>> = { github: '/api/v3', gitlab: '/api/v4', gitea: '/api/v1' };

/** The variables of the program, and how long it may take. Throws MLP3021. @internal */
export function pullRequestSettings(
  pullRequest: GitPullRequest,
  repository: URL,
  what: string,
): { readonly env: Env; readonly deadlineSeconds: number } {
  checkProps(pullRequest, ['host', 'api', 'waitMerged'], `the pull request of ${what}`);
  const { host, waitMerged } = pullRequest;
  checkRead('MLP3021', `the host of ${what}`, () => contract.host.parse(String(host)));
  const ofServer = repository.hostname === 'github.com' ? 'https://api.github.com' : repository.origin + apiPaths[host];
  const { api = ofServer } = pullRequest;
  checkRead('MLP3021', `the api of ${what}`, () => contract.api.parse(api));
  const deadlineSeconds = secondsOf(waitMerged, `waitMerged of ${what}`);
  checkRead('MLP3021', `waitMerged of ${what}`, () => contract.deadline.parse(String(deadlineSeconds)));
  return { env: { MODE: 'pullRequest', PULL_REQUEST_HOST: host, PULL_REQUEST_API: api }, deadlineSeconds };
}
