import { required, type Variable } from '../environment';
import { gitContract } from '../git/contract';
import { InputError } from '../input-error';
import { matching } from '../parse';
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

/**
 * The env variables of every program that reads an environment file from git.
 *
 * @internal
 */
export const environmentFileContract: typeof gitContract & {
  readonly file: Variable<string>;
  readonly format: Variable<EnvironmentFileFormat>;
} = {
  ...gitContract,
  file: required('FILE', environmentFilePath),
  format: required('FORMAT', parseFormat),
};
