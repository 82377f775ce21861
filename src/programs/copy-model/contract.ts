import type { Outcome } from '../action';
import { required, type Values, type Variable } from '../environment';
import { decimal } from '../parse';
import { claimFolder, modelFile } from '../publish-model/contract';

/** What copy-model ends with; only the first goes on. @internal */
export const outcomes = ['copied', 'refused', 'error'] as const;

/** @internal */
export type CopyOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * The env variables of copy-model.
 *
 * @internal
 */
export const contract: {
  readonly file: Variable<string>;
  readonly target: Variable<string>;
  readonly claim: Variable<string>;
  readonly deadline: Variable<number>;
} = {
  file: required('MODEL_FILE', modelFile),
  target: required('TARGET_FILE', modelFile),
  claim: required('TARGET_CLAIM_FOLDER', claimFolder),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
};

/** What contradicts itself among them. @internal */
export function contradictions({ file, target, claim }: Omit<Values<typeof contract>, 'deadline'>): readonly string[] {
  return [
    ...(target.startsWith(`${claim}/`) ? [] : [`TARGET_FILE: is not below ${claim}`]),
    ...(file.startsWith(`${claim}/`) ? [`MODEL_FILE: is below ${claim} already`] : []),
  ];
}
