import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { platformName } from '../oci/platform';
import { tagOrDigest } from '../oci/reference';
import { type RepositoryVariables, repositoryVariables } from '../oci/repository';
import { decimal, oneOf } from '../parse';

/** What resolve-image ends with; only the first goes on. @internal */
export const outcomes = ['found', 'absent', 'incomplete', 'other-platform', 'error'] as const;

/** @internal */
export type ResolveOutcome = Outcome<(typeof outcomes)[number]>;

/** What of an image has to be there: its manifest, or all that it names as well. @internal */
export const depths = ['manifest', 'blobs'] as const;

/** @internal */
export const prefix = 'IMAGE_';

/**
 * The env variables of resolve-image.
 *
 * @internal
 */
export const contract: {
  readonly repository: RepositoryVariables;
  readonly deadline: Variable<number>;
  readonly reference: Variable<string>;
  readonly depth: Variable<(typeof depths)[number]>;
  readonly platform: Variable<string | undefined>;
} = {
  repository: repositoryVariables(prefix),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  reference: required('IMAGE_REFERENCE', tagOrDigest),
  depth: optional('DEPTH', oneOf(depths), 'manifest'),
  platform: optional('PLATFORM', platformName, undefined),
};
