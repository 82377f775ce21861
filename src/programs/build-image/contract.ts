import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { gitContract } from '../git/contract';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { labelName, objectName } from '../kubernetes/names';
import { type RepositoryVariables, repositoryVariables } from '../oci/repository';
import { decimal, json, matching, oneOf, whole } from '../parse';

/** What build-image ends with; only the first two go on. @internal */
export const outcomes = ['found', 'built', 'absent', 'failed', 'error'] as const;

/** @internal */
export type BuildOutcome = Outcome<(typeof outcomes)[number]>;

/** @internal */
export const imagePrefix = 'IMAGE_';

/** @internal */
export const builders = ['buildkit', 'kaniko'] as const;

/** What builds. @internal */
export type Builder = (typeof builders)[number];

/** A path below the root of a repository. @internal */
export const sourcePath: (text: string) => string = matching(
  /^(?=.{1,300}$)(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+){0,20}$/,
  'a path in the repository, of letters, digits and ._-/',
);

/** @internal */
export const stageName: (text: string) => string = matching(/^[A-Za-z][A-Za-z0-9._-]{0,127}$/, 'the name of a stage');

const argumentName = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Arguments of the Dockerfile by name. @throws InputError @internal */
export function buildArguments(text: string): Readonly<Record<string, string>> {
  const value = json(text);
  if (!isRecord(value)) throw new InputError('expected an object of texts');
  const odd = Object.entries(value).find(
    ([name, each]) => !argumentName.test(name) || typeof each !== 'string' || !/^[^\p{Cc}]{0,1000}$/u.test(each),
  );
  if (odd === undefined) return value as Readonly<Record<string, string>>;
  throw new InputError(
    `${JSON.stringify(odd[0].slice(0, 80))} is no argument: a name of letters, digits and _, and one line`,
  );
}

/** Requests and limits of the build, as Kubernetes has them. @internal */
export interface BuildResources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

function resources(text: string): BuildResources {
  const value = json(text);
  const isQuantities = (each: unknown): boolean =>
    isRecord(each) && Object.values(each).every((quantity) => /^[0-9.]{1,20}[A-Za-z]{0,2}$/.test(String(quantity)));
  if (isRecord(value) && isQuantities(value.requests) && isQuantities(value.limits))
    return value as unknown as BuildResources;
  throw new InputError('expected { requests, limits } with quantities');
}

const imageReference = matching(/^[a-z0-9][A-Za-z0-9._:/@-]{1,400}$/, 'the reference of an image');
const secretKey = matching(/^[A-Za-z0-9._-]{1,253}$/, 'the key of a Secret');

/**
 * The env variables of build-image.
 *
 * @internal
 */
export const contract: typeof gitContract & {
  readonly image: RepositoryVariables;
  readonly builder: Variable<Builder>;
  readonly builderImage: Variable<string>;
  readonly namespace: Variable<string>;
  readonly dockerfile: Variable<string>;
  readonly folder: Variable<string | undefined>;
  readonly target: Variable<string | undefined>;
  readonly buildArguments: Variable<Readonly<Record<string, string>>>;
  readonly resources: Variable<BuildResources>;
  readonly pushSecret: Variable<string | undefined>;
  readonly gitSecret: Variable<string | undefined>;
  readonly gitSecretKey: Variable<string | undefined>;
  readonly buildSeconds: Variable<number>;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
} = {
  ...gitContract,
  image: repositoryVariables(imagePrefix),
  builder: required('BUILDER', oneOf(builders)),
  builderImage: required('BUILDER_IMAGE', imageReference),
  namespace: required('BUILD_NAMESPACE', labelName),
  dockerfile: optional('DOCKERFILE', sourcePath, 'Dockerfile'),
  folder: optional('FOLDER', sourcePath, undefined),
  target: optional('TARGET', stageName, undefined),
  buildArguments: optional('BUILD_ARGUMENTS', buildArguments, {}),
  resources: required('RESOURCES', resources),
  pushSecret: optional('PUSH_SECRET', objectName, undefined),
  gitSecret: optional('GIT_SECRET', objectName, undefined),
  gitSecretKey: optional('GIT_SECRET_KEY', secretKey, undefined),
  buildSeconds: required('BUILD_SECONDS', whole('seconds', 1, 86_400)),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 90_000)),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 60), 5),
};
