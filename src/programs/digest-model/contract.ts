import type { Outcome } from '../action';
import { required, type Variable } from '../environment';
import { decimal } from '../parse';
import { modelFile } from '../publish-model/contract';

/** What digest-model ends with; only the first goes on. @internal */
export const outcomes = ['measured', 'refused', 'error'] as const;

/** @internal */
export type DigestOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * The env variables of digest-model.
 *
 * @internal
 */
export const contract: {
  readonly file: Variable<string>;
  readonly deadline: Variable<number>;
} = {
  file: required('MODEL_FILE', modelFile),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
};
