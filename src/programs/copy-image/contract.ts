import type { Outcome } from '../action';
import { required, type Variable } from '../environment';
import { tagName, tagOrDigest } from '../oci/reference';
import { type RepositoryVariables, repositoryVariables } from '../oci/repository';
import { decimal } from '../parse';

/** What copy-image ends with; only the first two go on. @internal */
export const outcomes = ['copied', 'unchanged', 'absent', 'refused', 'error'] as const;

/** @internal */
export type CopyOutcome = Outcome<(typeof outcomes)[number]>;

/** @internal */
export const sourcePrefix = 'SOURCE_';

/** @internal */
export const targetPrefix = 'TARGET_';

/**
 * The env variables of copy-image.
 *
 * @internal
 */
export const contract: {
  readonly source: RepositoryVariables;
  readonly target: RepositoryVariables;
  readonly deadline: Variable<number>;
  readonly reference: Variable<string>;
  readonly tag: Variable<string>;
} = {
  source: repositoryVariables(sourcePrefix),
  target: repositoryVariables(targetPrefix),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  reference: required('SOURCE_REFERENCE', tagOrDigest),
  tag: required('TARGET_TAG', tagName),
};
