import { checkProps } from '../core/check-props';
import type { Access } from '../core/container/access';
import type { Env } from '../core/container/env';
import { checkImage, Image } from '../core/container/image';
import { checkResources } from '../core/container/resources';
import { checkObjectName } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Requirement } from '../core/requirement';
import { secondsOf } from '../core/time-span';
import { type Builder, contract, imagePrefix, outcomes } from '../programs/build-image/contract';
import { securityLevels } from '../programs/build-image/security-levels';
import { programText } from '../programs/bundle';
import type { BaseImage, BaseSource, BuilderOptions } from './base-image';
import { checkRead } from './check-read';
import { type GitCredentials, gitCredentialsEnv } from './git-credentials';
import type { ImageRepository, RepositorySettings } from './image-repository';
import { checkServiceUrl } from './service-url';

const images: { readonly [B in Builder]: Image } = {
  kaniko: Image.tagged('ghcr.io/osscontainertools/kaniko:v1.28.3'),
  buildkit: Image.tagged('docker.io/moby/buildkit:v0.32.2-rootless'),
};

const defaultResources = { cpu: { request: '500m', limit: '1' }, memory: { request: '2Gi', limit: '3Gi' } };

const known: { readonly [key in keyof Required<BuilderOptions>]: true } = {
  repository: true,
  branch: true,
  folder: true,
  dockerfile: true,
  target: true,
  arguments: true,
  credentials: true,
  namespace: true,
  image: true,
  resources: true,
  deadline: true,
};

/** The image of a commit, built by a Job of its own. @internal */
export function builtBase(builder: Builder, options: BuilderOptions): BaseImage {
  const what = `BaseImage.${builder}`;
  const { env, namespace, gitSecret, seconds } = checked(builder, options, what);
  return Object.freeze({
    forImages(repository: ImageRepository, programImage: Image | undefined): BaseSource {
      const settings = repository.forProgram(imagePrefix);
      const image = programTask(
        'build-code',
        { name: 'build-image', text: programText('build-image') },
        {
          image: programImage,
          outputs: {
            outcome: oneOf(outcomes),
            digest: text({ pattern: /sha256:[0-9a-f]{64}/ }),
            commit: text({ pattern: /[0-9a-f]{40}/ }),
          },
          env: { ...env, ...settings.env, ...pushEnv(settings, repository, what) },
          mounts: settings.mounts,
          access: jobAccess(namespace),
          timeout: programTimeout(seconds + 300),
        },
      );
      return {
        repository,
        image,
        requirements: requirementsOf(builder, namespace, [settings.dockerConfig, gitSecret]),
      };
    },
  });
}

/** What the program is given whichever repository the image goes to; all of it is read here as the program will. */
function checked(builder: Builder, options: BuilderOptions, what: string) {
  checkProps(options, Object.keys(known), what);
  const { repository, branch = 'main', folder, dockerfile, target, credentials, namespace, deadline } = options;
  const { arguments: buildArguments, image = images[builder], resources = defaultResources } = options;
  const read = <T>(name: string, parse: () => T): T => checkRead('MLP3031', `${name} of ${what}`, parse);
  read('the repository', () => contract.repository.parse(String(repository)));
  checkServiceUrl(repository, `the repository of ${what}`);
  read('the branch', () => contract.branch.parse(String(branch)));
  const optional = { folder, dockerfile, target };
  for (const key of ['folder', 'dockerfile', 'target'] as const)
    if (optional[key] !== undefined) read(`the ${key}`, () => contract[key].parse(String(optional[key])));
  const told = buildArguments === undefined ? undefined : JSON.stringify(buildArguments);
  if (told !== undefined) read('the arguments', () => contract.buildArguments.parse(told));
  read('the namespace', () => contract.namespace.parse(String(namespace)));
  checkObjectName(namespace, 'Namespace');
  const seconds = deadline === undefined ? 3600 : secondsOf(deadline, `the deadline of ${what}`);
  read('the deadline', () => contract.buildSeconds.parse(String(seconds)));
  const git = credentials === undefined ? undefined : gitLogin(credentials, what);
  const env: Env = {
    REPOSITORY: repository,
    BRANCH: branch,
    ...git?.env,
    BUILDER: builder,
    BUILDER_IMAGE: checkImage(image, what),
    BUILD_NAMESPACE: namespace,
    ...(dockerfile === undefined ? {} : { DOCKERFILE: dockerfile }),
    ...(folder === undefined ? {} : { FOLDER: folder }),
    ...(target === undefined ? {} : { TARGET: target }),
    ...(told === undefined ? {} : { BUILD_ARGUMENTS: told }),
    RESOURCES: JSON.stringify(checkResources(resources, what)),
    BUILD_SECONDS: String(seconds),
    DEADLINE_SECONDS: String(seconds + 300),
  };
  return { env, namespace, gitSecret: git?.secret, seconds };
}

/** Who clones: this program by the Secret of its namespace, the builder by that of its own. */
function gitLogin(credentials: GitCredentials, what: string): { readonly env: Env; readonly secret: string } {
  const env = gitCredentialsEnv(credentials, what);
  if ('bearer' in credentials && credentials.bearer !== undefined)
    throw unusable(`${what} has a bearer token, which builders can not send`, '{ password: secretKey(…) }');
  const { password } = credentials as { readonly password: { readonly object: string; readonly key: string } };
  return { env: { ...env, GIT_SECRET: password.object, GIT_SECRET_KEY: password.key }, secret: password.object };
}

function pushEnv({ env, dockerConfig }: RepositorySettings, { name }: ImageRepository, what: string): Env {
  if (dockerConfig !== undefined) return { PUSH_SECRET: dockerConfig };
  if (env[`${imagePrefix}PASSWORD`] === undefined) return {};
  throw unusable(
    `${what} can not push to ${name} with a user name and a password: builders read them from a file`,
    "dockerConfig: a Secret of type kubernetes.io/dockerconfigjson, for ImageRepository.at('…', { dockerConfig })",
  );
}

function jobAccess(namespace: string): readonly Access[] {
  const jobs = { apiGroup: 'batch', resources: ['jobs'], namespace };
  return [
    { ...jobs, verbs: ['create', 'get'] },
    { ...jobs, verbs: ['delete'], anyName: 'removes Jobs that failed; they are named after the commit they build' },
    { apiGroup: '', resources: ['pods'], verbs: ['list'], namespace },
  ];
}

function requirementsOf(
  builder: Builder,
  namespace: string,
  secrets: readonly (string | undefined)[],
): readonly Requirement[] {
  const component = `Namespace ${namespace}`;
  const level = securityLevels[builder];
  const label = `label \`pod-security.kubernetes.io/enforce: ${level}\`, for ${builder} and nothing else`;
  const named = secrets.flatMap((secret) =>
    secret === undefined ? [] : [{ component, setting: `Secret \`${secret}\` in it too` }],
  );
  return [{ component, setting: label }, ...named];
}

function unusable(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3031', message, expected });
}
