import { credential } from '../credential';
import { optional, required, type Values, type Variable } from '../environment';
import { InputError } from '../input-error';
import { matching } from '../parse';
import type { Session } from '../session';
import { type Credentials, dockerCredentials } from './credentials';
import { type RepositoryName, repositoryName } from './reference';

/** A repository and how one gets to it. @internal */
export interface Repository extends RepositoryName {
  /** Scheme, host and port of its registry's API. */
  readonly api: URL;
  readonly credentials: Credentials | undefined;
}

/** @internal */
export interface RepositoryVariables {
  readonly repository: Variable<RepositoryName>;
  readonly insecure: Variable<string | undefined>;
  readonly username: Variable<string | undefined>;
  readonly password: Variable<string | undefined>;
  readonly dockerConfig: Variable<string | undefined>;
}

const reason = matching(/^[^\p{Cc}]{10,300}$/u, 'the reason why it needs no TLS, in 10 to 300 characters');
const filePath = matching(/^\/[^\p{Cc}]{1,1000}$/u, 'the path of a file');

/** The env variables by which a program is told of a repository, with a prefix such as `SOURCE_`. @internal */
export function repositoryVariables(prefix: string): RepositoryVariables {
  return {
    repository: required(`${prefix}REPOSITORY`, repositoryName),
    insecure: optional(`${prefix}INSECURE`, reason, undefined),
    username: optional(`${prefix}USERNAME`, credential, undefined),
    password: optional(`${prefix}PASSWORD`, credential, undefined),
    dockerConfig: optional(`${prefix}DOCKER_CONFIG`, filePath, undefined),
  };
}

/** @throws InputError if the credentials are no pair, given twice, or not in the file that should have them @internal */
export function readRepository(
  { repository, insecure, username, password, dockerConfig }: Values<RepositoryVariables>,
  prefix: string,
  session: Session,
): Repository {
  if ((username === undefined) !== (password === undefined))
    throw new InputError(`${prefix}USERNAME and ${prefix}PASSWORD belong together, one is not set`);
  if (username !== undefined && dockerConfig !== undefined)
    throw new InputError(`${prefix}DOCKER_CONFIG is set beside ${prefix}USERNAME: only one of them can be sent`);
  const credentials =
    username !== undefined && password !== undefined
      ? { username, password }
      : dockerConfig === undefined
        ? undefined
        : dockerCredentials(dockerConfig, repository);
  if (credentials !== undefined)
    for (const secret of [basicHeader(credentials), credentials.password]) session.hide(secret);
  const host = repository.host === 'docker.io' ? 'registry-1.docker.io' : repository.host;
  return { ...repository, api: new URL(`${insecure === undefined ? 'https' : 'http'}://${host}`), credentials };
}

/** @internal */
export function basicHeader({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
