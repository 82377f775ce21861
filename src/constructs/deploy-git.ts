import { checkProps } from '../core/check-props';
import type { Env, KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { contract } from '../programs/deploy-git/contract';
import { type EnvironmentFileFormat, firstShare } from '../programs/environment-file/format';
import { checkRead } from './check-read';
import type { Deploy, DeployPlace } from './deploy';
import { type GitCredentials, gitCredentialsEnv } from './git-credentials';
import { type GitPullRequest, pullRequestSettings } from './git-pull-request';
import { checkServiceUrl } from './service-url';
import { trustedCertificates } from './trusted-certificates';

/** @public */
export interface GitDeployOptions {
  /** Address of the repository, https or http, without credentials. */
  readonly repository: string;
  /** The branch that the controller follows. @default 'main' */
  readonly branch?: string | undefined;
  /** Folder of the repository that holds `environments/`. @default - its root */
  readonly folder?: string | undefined;
  /** What `environments/<environment>/<application>.yaml` is, and which value of it says what is deployed. */
  readonly format: EnvironmentFileFormat;
  /**
   * How long a new version has its share of the traffic before it gets all of it, in whole seconds; for a format with
   * `canaryTrafficPercent`. Its pods are looked at before and after.
   *
   * @default 15 minutes
   */
  readonly soak?: TimeSpan | undefined;
  /** From a Secret; for a pull request a token that may open one too. */
  readonly credentials: GitCredentials;
  /** Proposes the change and waits until it is merged. @default - pushes to the branch */
  readonly pullRequest?: GitPullRequest | undefined;
  /** Who commits. @default - `cdk8s-mlops` with an address that receives no mail */
  readonly author?: { readonly name: string; readonly email: string } | undefined;
  /** Certificates of a private authority, in PEM: `configKey('internal-ca', 'ca.crt')`. @default - public ones only */
  readonly certificates?: KeyOf | undefined;
}

const what = 'Deploy.git';
const pushSeconds = 300;

/** @internal */
export function git(options: GitDeployOptions): Deploy {
  const { env, readerEnv, mounts, deadlineSeconds, fileOf, canary } = checked(options);
  return Object.freeze({
    mode: 'git',
    deploys: 'inferenceService' in options.format ? 'uri' : 'image',
    image: 'kustomize' in options.format ? options.format.kustomize : undefined,
    canary,
    misfit: (place: DeployPlace) => misfitOf(place, options.format),
    reader: ({ application, name }: DeployPlace) => ({
      env: { ...readerEnv, FILE: fileOf(application, name) },
      mounts,
    }),
    settings: ({ application, name }: DeployPlace) => ({
      env: { ...env, FILE: fileOf(application, name) },
      mounts,
      access: [],
      seconds: deadlineSeconds,
    }),
  });
}

/** What the program is given in every environment; all of it is read here as the program will. */
function checked(options: GitDeployOptions) {
  const known = [
    'repository',
    'branch',
    'folder',
    'format',
    'credentials',
    'pullRequest',
    'author',
    'certificates',
    'soak',
  ];
  checkProps(options, known, what);
  const { repository, branch = 'main', folder = '', format, credentials, author, pullRequest } = options;
  const read = <T>(name: string, parse: () => T): T => checkRead('MLP3021', `${name} of ${what}`, parse);
  const address = read('the repository', () => contract.repository.parse(String(repository)));
  checkServiceUrl(repository, `the repository of ${what}`);
  read('the branch', () => contract.branch.parse(String(branch)));
  read('the format', () => contract.format.parse(JSON.stringify(format) ?? 'null'));
  const fileOf = (application: string, environment: string): string =>
    `${folder === '' ? '' : `${folder}/`}environments/${environment}/${application}.yaml`;
  read('the folder', () => contract.file.parse(fileOf('application', 'environment')));
  if (author !== undefined) {
    checkProps(author, ['name', 'email'], `the author of ${what}`);
    read('the name of the author', () => contract.authorName.parse(String(author.name)));
    read('the e-mail address of the author', () => contract.authorEmail.parse(String(author.email)));
  }
  const proposal = pullRequest === undefined ? undefined : pullRequestSettings(pullRequest, address, what);
  const certificates = trustedCertificates(options.certificates, what);
  const readerEnv: Env = {
    REPOSITORY: repository,
    BRANCH: branch,
    FORMAT: JSON.stringify(format),
    ...gitCredentialsEnv(credentials, what),
    ...certificates.env,
  };
  const env: Env = {
    ...readerEnv,
    ...(author === undefined ? {} : { AUTHOR_NAME: author.name, AUTHOR_EMAIL: author.email }),
    ...proposal?.env,
  };
  return {
    env,
    readerEnv,
    mounts: certificates.mounts,
    deadlineSeconds: proposal?.deadlineSeconds ?? pushSeconds,
    fileOf,
    canary: canaryOf(options),
  };
}

function canaryOf({ format, soak, pullRequest }: GitDeployOptions): Deploy['canary'] {
  const shares = firstShare(format) !== undefined;
  if (!shares && soak === undefined) return undefined;
  if (shares && pullRequest === undefined)
    return { soakSeconds: soak === undefined ? 900 : secondsOf(soak, `the soak of ${what}`) };
  throw new PipelineError({
    code: 'MLP3021',
    message: shares
      ? `${what} shares traffic, which takes two changes, and proposes each by a pull request`
      : `${what} soaks nothing: all of the traffic comes at once`,
    expected: "format: { inferenceService: 'fraud', canaryTrafficPercent: 10 }, without a pullRequest",
  });
}

function misfitOf({ gitOps, workload }: DeployPlace, format: EnvironmentFileFormat): string | undefined {
  if (gitOps === undefined) return 'Deploy.git changes a file that nobody follows: add gitOps: GitOps.argocd(…)';
  if (workload === undefined || !('inferenceService' in format)) return undefined;
  if (workload.kind === 'inferenceservice' && workload.name === format.inferenceService) return undefined;
  return `Deploy.git patches the InferenceService '${format.inferenceService}', and '${workload.name}' runs the application`;
}
