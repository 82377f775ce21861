import type { Values } from '../environment';
import { remoteOf } from '../git/contract';
import type { Session } from '../session';
import type { environmentFileContract } from './contract';
import type { EnvironmentFile } from './read-environment-file';

/** The file that the variables of a program mean; its password appears in no output from here on. @internal */
export function environmentFileOf(values: Values<typeof environmentFileContract>, session: Session): EnvironmentFile {
  const { branch, file, format } = values;
  return { remote: remoteOf(values, session), branch, path: file, format };
}
