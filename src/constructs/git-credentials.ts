import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkEnv, type Env, type KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';
import { contract } from '../programs/deploy-git/contract';
import { checkRead } from './check-read';

/**
 * Who speaks to a Git server: a user name with a password or access token, or a bearer token.
 *
 * @public
 */
export type GitCredentials =
  | {
      /** @default 'git', which GitHub, GitLab and Gitea take with an access token */
      readonly username?: string | undefined;
      readonly password: KeyOf;
    }
  | { readonly bearer: KeyOf };

/** The variables of the program; the secret itself is in no manifest. Throws MLP3021. @internal */
export function gitCredentialsEnv(credentials: GitCredentials, what: string): Env {
  checkProps(credentials, ['username', 'password', 'bearer'], `the credentials of ${what}`);
  const { username, password, bearer } = {
    username: undefined,
    password: undefined,
    bearer: undefined,
    ...credentials,
  };
  if (username !== undefined) checkRead('MLP3021', `the user of ${what}`, () => contract.username.parse(username));
  const secret = bearer ?? password;
  const alone = bearer === undefined || (password === undefined && username === undefined);
  if (!alone || typeof secret !== 'object' || secret === null || secret.from !== 'secret') {
    throw new PipelineError({
      code: 'MLP3021',
      message: `the credentials of ${what} are ${show(Object.keys(credentials))}, and not from a Secret`,
      expected: '{ password: secretKey(…) } or { bearer: secretKey(…) }',
    });
  }
  const env: Env = {
    GIT_PASSWORD: secret,
    ...(bearer === undefined ? {} : { GIT_AUTH: 'bearer' }),
    ...(username === undefined ? {} : { GIT_USERNAME: username }),
  };
  checkEnv(env, what);
  return env;
}
