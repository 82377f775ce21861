import type { Values } from '../environment';
import { basicAuthorization } from '../git/remote';
import type { Session } from '../session';
import type { environmentFileContract } from './contract';
import type { EnvironmentFile } from './read-environment-file';

/** The file that the variables of a program mean; its password appears in no output from here on. @internal */
export function environmentFileOf(values: Values<typeof environmentFileContract>, session: Session): EnvironmentFile {
  const { repository, branch, file, format } = values;
  const authorization = authorizationOf(values);
  if (values.password !== undefined) session.hide(values.password);
  if (authorization !== undefined) session.hide(authorization);
  return { remote: { url: repository, authorization }, branch, path: file, format };
}

function authorizationOf({ auth, username, password }: Values<typeof environmentFileContract>): string | undefined {
  if (password === undefined) return undefined;
  return auth === 'bearer' ? `Bearer ${password}` : basicAuthorization(username, password);
}
