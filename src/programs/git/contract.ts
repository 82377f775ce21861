import { optional, required, type Values, type Variable } from '../environment';
import { InputError } from '../input-error';
import { oneOf } from '../parse';
import type { Session } from '../session';
import { basicAuthorization, branchName, type Remote, repositoryUrl } from './remote';

/** Never quotes the value. */
function secret(text: string): string {
  if (/^\P{Cc}{1,4096}$/u.test(text) && text === text.trim()) return text;
  throw new InputError('begins or ends with white space, or contains a line break: was the Secret made with echo -n?');
}

/**
 * The env variables of every program that reads a branch.
 *
 * @internal
 */
export const gitContract: {
  readonly repository: Variable<URL>;
  readonly branch: Variable<string>;
  readonly auth: Variable<'basic' | 'bearer'>;
  readonly username: Variable<string>;
  readonly password: Variable<string | undefined>;
} = {
  repository: required('REPOSITORY', repositoryUrl),
  branch: required('BRANCH', branchName),
  auth: optional('GIT_AUTH', oneOf(['basic', 'bearer']), 'basic'),
  username: optional('GIT_USERNAME', secret, 'git'),
  password: optional('GIT_PASSWORD', secret, undefined),
};

/** The repository that these variables mean; its password appears in no output from here on. @internal */
export function remoteOf(values: Omit<Values<typeof gitContract>, 'branch'>, session: Session): Remote {
  const authorization = authorizationOf(values);
  if (values.password !== undefined) session.hide(values.password);
  if (authorization !== undefined) session.hide(authorization);
  return { url: values.repository, authorization };
}

function authorizationOf({ auth, username, password }: Omit<Values<typeof gitContract>, 'branch'>): string | undefined {
  if (password === undefined) return undefined;
  return auth === 'bearer' ? `Bearer ${password}` : basicAuthorization(username, password);
}
