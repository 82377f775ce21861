import { type Environment, readEnvironment } from '../environment';
import type { Deployed } from '../environment-file/deployed';
import { firstShare, textFor } from '../environment-file/format';
import { environmentFileOf } from '../environment-file/of-values';
import type { EnvironmentFile } from '../environment-file/read-environment-file';
import type { Author } from '../git/push-commit';
import { InputError } from '../input-error';
import type { Session } from '../session';
import { commitMessage } from './commit-message';
import { type Contract, contract, contradictions } from './contract';
import { type PullRequests, pullRequestsAt } from './pull-request/code-host';

/** What is to be written, and where. @internal */
export interface Deployment {
  readonly file: EnvironmentFile;
  readonly wanted: Deployed;
  readonly message: string;
  readonly author: Author;
}

/** @internal */
export interface Configuration {
  readonly deadlineSeconds: number;
  readonly deployment: Deployment;
  /** Absent when the branch itself is pushed. */
  readonly pullRequests: PullRequests | undefined;
  readonly pollMilliseconds: number;
}

/**
 * Reads what deploy-git is asked to do.
 *
 * @throws InputError naming every variable that is missing, malformed or contradicts another
 * @internal
 */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  return configurationOf(readEnvironment(environment, contract), session);
}

/** The same from values that were read already. @throws InputError naming what contradicts another @internal */
export function configurationOf(values: Contract, session: Session): Configuration {
  const wrong = contradictions(values);
  if (wrong.length > 0) throw new InputError(wrong.join('; '));
  const file = environmentFileOf(values, session);
  const deployed = textFor(values.deployed, file.format);
  const wanted: Deployed = { deployed, token: values.token, ...trafficOf(values) };
  return {
    deadlineSeconds: values.deadline,
    deployment: {
      file,
      wanted,
      message: commitMessage(file.path, wanted, values),
      author: { name: values.authorName, email: values.authorEmail, timestamp: Math.floor(Date.now() / 1000) },
    },
    pullRequests: pullRequestsOf(values),
    pollMilliseconds: values.poll * 1000,
  };
}

function trafficOf({ format, traffic }: Contract): Pick<Deployed, 'shared'> {
  return firstShare(format) === undefined || traffic === 'keep' ? {} : { shared: traffic === 'share' };
}

function pullRequestsOf({ mode, host, api, repository, password }: Contract): PullRequests | undefined {
  if (mode === 'push' || host === undefined || api === undefined || password === undefined) return undefined;
  return pullRequestsAt(host, { api, repository, token: password });
}
