import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { runId } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { platformName } from '../oci/platform';
import { tagName, tagOrDigest } from '../oci/reference';
import { type RepositoryVariables, repositoryVariables } from '../oci/repository';
import { decimal, json, matching } from '../parse';
import { versionText } from '../version-text';

/** What append-layer ends with; only the first two go on. @internal */
export const outcomes = ['built', 'already-built', 'absent', 'refused', 'error'] as const;

/** @internal */
export type AppendOutcome = Outcome<(typeof outcomes)[number]>;

/** @internal */
export const basePrefix = 'BASE_';

/** @internal */
export const imagePrefix = 'IMAGE_';

/** A file in an image. 100 characters are what every reader of archives knows. @internal */
export const imagePath: (text: string) => string = matching(
  /^(?=.{2,101}$)(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._+=@-]+)+$/,
  'the path of a file, from / on, of letters, digits and ._+=@-, at most 101',
);

const artifactPath = matching(
  /^(?=.{1,300}$)(?!\.{1,2}(?:\/|$))[A-Za-z0-9._+=@-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._+=@-]+){0,20}$/,
  'the path of a file of the model, of letters, digits and ._+=@-/',
);

const mostFiles = 10;

/** Paths in the image by those of the model. @throws InputError @internal */
export function fileMap(text: string): Readonly<Record<string, string>> {
  const value = json(text);
  if (!isRecord(value)) throw new InputError('expected an object: { "data/model.pth": "/app/model.pth" }');
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > mostFiles) throw new InputError(`expected 1 to ${mostFiles} files`);
  const targets = entries.map(([from, to]) => {
    artifactPath(from);
    return imagePath(String(to));
  });
  const twice = targets.find((to, i) => targets.indexOf(to) !== i);
  if (twice !== undefined) throw new InputError(`two files go to ${twice}`);
  return Object.fromEntries(entries.map(([from, to]) => [from, String(to)]));
}

const mostTags = 10;

/** @throws InputError @internal */
export function tagList(text: string): readonly string[] {
  const tags = text.split(',').map(tagName);
  if (tags.length > mostTags) throw new InputError(`expected at most ${mostTags} tags`);
  return tags;
}

/**
 * The env variables of append-layer.
 *
 * @internal
 */
export const contract: {
  readonly tracking: typeof trackingContract;
  readonly base: RepositoryVariables;
  readonly reference: Variable<string>;
  readonly image: RepositoryVariables;
  readonly tags: Variable<readonly string[]>;
  readonly platform: Variable<string>;
  readonly modelVersion: Variable<string>;
  readonly runId: Variable<string | undefined>;
  readonly files: Variable<Readonly<Record<string, string>> | undefined>;
  readonly versionFile: Variable<string | undefined>;
  readonly version: Variable<string>;
  readonly deadline: Variable<number>;
} = {
  tracking: trackingContract,
  base: repositoryVariables(basePrefix),
  reference: required('BASE_REFERENCE', tagOrDigest),
  image: repositoryVariables(imagePrefix),
  tags: required('TAGS', tagList),
  platform: optional('PLATFORM', platformName, 'linux/amd64'),
  modelVersion: required(
    'MODEL_VERSION',
    matching(/^(0|[1-9][0-9]{0,14})$/, 'the number of a model version, or 0 for an image without a model'),
  ),
  runId: optional('RUN_ID', runId, undefined),
  files: optional('FILES', fileMap, undefined),
  versionFile: optional('VERSION_FILE', imagePath, undefined),
  version: required('VERSION', versionText),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
};
