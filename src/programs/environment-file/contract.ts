import { optional, required, type Variable } from '../environment';
import { branchName, repositoryUrl } from '../git/remote';
import { InputError } from '../input-error';
import { matching, oneOf } from '../parse';
import { type EnvironmentFileFormat, parseFormat } from './format';

const name = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const path = new RegExp(`^(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,62}/){0,8}environments/${name}/${name}\\.yaml$`);
const pathText = matching(
  path,
  'environments/<environment>/<application>.yaml, in a folder of the repository or at its root',
);

/** @throws InputError for every other file: nothing else is ever written @internal */
export function environmentFilePath(text: string): string {
  const checked = pathText(text);
  if (checked.includes('..')) throw new InputError('must not contain ..');
  return checked;
}

/** Never quotes the value. */
function secret(text: string): string {
  if (/^\P{Cc}{1,4096}$/u.test(text) && text === text.trim()) return text;
  throw new InputError('begins or ends with white space, or contains a line break: was the Secret made with echo -n?');
}

/**
 * The env variables of every program that reads an environment file from git.
 *
 * @internal
 */
export const environmentFileContract: {
  readonly repository: Variable<URL>;
  readonly branch: Variable<string>;
  readonly file: Variable<string>;
  readonly format: Variable<EnvironmentFileFormat>;
  readonly auth: Variable<'basic' | 'bearer'>;
  readonly username: Variable<string>;
  readonly password: Variable<string | undefined>;
} = {
  repository: required('REPOSITORY', repositoryUrl),
  branch: required('BRANCH', branchName),
  file: required('FILE', environmentFilePath),
  format: required('FORMAT', parseFormat),
  auth: optional('GIT_AUTH', oneOf(['basic', 'bearer']), 'basic'),
  username: optional('GIT_USERNAME', secret, 'git'),
  password: optional('GIT_PASSWORD', secret, undefined),
};
