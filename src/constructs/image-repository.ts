import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env, KeyOf } from '../core/container/env';
import { localHost } from '../core/container/local-address';
import { checkObjectName, Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { repositoryName } from '../programs/oci/reference';
import { repositoryVariables } from '../programs/oci/repository';
import { programProblem } from './program-problem';
import { secretReference } from './secret-reference';

/** @public */
export interface ImageRepositoryProps {
  /** User of the registry. @default - no authentication */
  readonly username?: KeyOf | undefined;
  readonly password?: KeyOf | undefined;
  /**
   * Name of a Secret of type `kubernetes.io/dockerconfigjson`, instead of user name and password.
   *
   * Credential helpers and identity tokens in it can not be used.
   */
  readonly dockerConfig?: string | undefined;
  /** Speaks plain HTTP to the registry, for the reason given; it stands in the manifest. @default - TLS */
  readonly insecure?: { readonly reason: string } | undefined;
}

/**
 * Where the images of an application are.
 *
 * @public
 */
export interface ImageRepository {
  /** With its registry and without a tag: `ghcr.io/acme/fraud`. */
  readonly name: string;
  /** What a program is told of it, under names with a prefix. @internal */
  readonly forProgram: (prefix: string) => RepositorySettings;
}

/** @internal */
export interface RepositorySettings {
  readonly env: Env;
  readonly mounts: { readonly [path: string]: Volume };
  /** The Secret that another pod can mount; nothing without credentials or where they are a user name and a password. */
  readonly dockerConfig: string | undefined;
}

/** @public */
export const ImageRepository: {
  /**
   * Declares a repository. Credentials go to its registry, and to the token server that the registry names.
   *
   * @throws PipelineError MLP3030 a name that is none, localhost, two kinds of credentials, or no TLS without a reason;
   * MLP1203 a credential that is no reference.
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
   * @example
   * ```ts
   * const images = ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' });
   * const inCluster = ImageRepository.at('registry.mlops.svc.cluster.local:5000/fraud', {
   *   insecure: { reason: 'in the cluster, behind a network policy' },
   * });
   * ```
   */
  readonly at: (name: string, props?: ImageRepositoryProps) => ImageRepository;
} = {
  at(name, props = {}) {
    // Before an @ there may be a password.
    const what = String(name).includes('@') ? 'an image repository with an @' : `image repository ${show(name)}`;
    checkProps(props, ['username', 'password', 'dockerConfig', 'insecure'], what);
    const { username, password, dockerConfig, insecure } = props;
    const variables = repositoryVariables('');
    const problem = programProblem(name, variables.repository.parse);
    if (problem !== undefined) throw unusable(`${what} can't be used: ${problem}`, undefined);
    if (localHost.test(repositoryName(name).host.replace(/:\d+$/, '')))
      throw unusable(`${what} is in the pod itself`, name, 'the DNS name of the registry');
    if (insecure !== undefined) {
      checkProps(insecure, ['reason'], `insecure of ${what}`);
      const unreasoned = programProblem(insecure.reason, variables.insecure.parse);
      if (unreasoned !== undefined)
        throw unusable(`${what} is insecure without a reason: ${unreasoned}`, insecure.reason);
    }
    if ((username === undefined) !== (password === undefined))
      throw unusable(
        `${what} has ${username === undefined ? 'a password' : 'a user name'} alone`,
        undefined,
        'both or none',
      );
    if (username !== undefined && dockerConfig !== undefined)
      throw unusable(`${what} has two kinds of credentials`, undefined, 'username and password, or dockerConfig');
    const login = {
      ...(username === undefined ? {} : { USERNAME: secretReference(username, `the username of ${what}`) }),
      ...(password === undefined ? {} : { PASSWORD: secretReference(password, `the password of ${what}`) }),
    };
    if (dockerConfig !== undefined) checkObjectName(dockerConfig, 'Secret');
    return Object.freeze({
      name,
      forProgram: (prefix: string) => settingsOf(prefix, { name, login, dockerConfig, reason: insecure?.reason }),
    });
  },
};

function settingsOf(
  prefix: string,
  given: { name: string; login: Env; dockerConfig: string | undefined; reason: string | undefined },
): RepositorySettings {
  const folder = `/credentials/${prefix.toLowerCase().replace(/_$/, '')}`;
  const env: Env = {
    REPOSITORY: given.name,
    ...given.login,
    ...(given.dockerConfig === undefined ? {} : { DOCKER_CONFIG: `${folder}/.dockerconfigjson` }),
    ...(given.reason === undefined ? {} : { INSECURE: given.reason }),
  };
  return {
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [`${prefix}${key}`, value])),
    mounts: given.dockerConfig === undefined ? {} : { [folder]: Volume.secret(given.dockerConfig) },
    dockerConfig: given.dockerConfig,
  };
}

function unusable(message: string, actual: unknown, expected?: string): PipelineError {
  return new PipelineError({ code: 'MLP3030', message, actual, expected });
}
