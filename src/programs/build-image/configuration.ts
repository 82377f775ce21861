import { type Environment, readEnvironment, type Values } from '../environment';
import { remoteOf } from '../git/contract';
import type { Remote } from '../git/remote';
import { type Repository, readRepository } from '../oci/repository';
import type { Session } from '../session';
import { contract, imagePrefix } from './contract';

/** @internal */
export interface Configuration extends Omit<Values<typeof contract>, 'image' | 'repository' | 'auth' | 'password'> {
  readonly image: Repository;
  readonly remote: Remote;
  /** Whether the registry is spoken to without TLS. */
  readonly insecure: boolean;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const values = readEnvironment(environment, contract, ({ gitSecret, gitSecretKey, auth }) => [
    ...((gitSecret === undefined) === (gitSecretKey === undefined)
      ? []
      : ['GIT_SECRET and GIT_SECRET_KEY: one is not set']),
    ...(auth === 'basic' ? [] : ['GIT_AUTH: builders know a user name and a token only']),
  ]);
  const { image, repository, auth, password, ...rest } = values;
  return {
    ...rest,
    image: readRepository(image, imagePrefix, session),
    insecure: image.insecure !== undefined,
    remote: remoteOf({ repository, auth, username: rest.username, password }, session),
  };
}
