import type { ValueType } from './value-type';

/**
 * What a gate found out about a candidate.
 *
 * `pass`: everything was measured and within limits · `fail`: an assertion about the candidate is false ·
 * `inconclusive`: too little was measured to say · `error`: the gate itself could not judge.
 *
 * @public
 */
export type Verdict = 'pass' | 'fail' | 'error' | 'inconclusive';

/** @internal */
export const verdicts: readonly Verdict[] = ['pass', 'fail', 'error', 'inconclusive'];

/**
 * An output of these four words makes its step a gate, however it was declared: so no gate can be written by hand
 * that lacks the wrapper which turns a crash into `error`.
 *
 * @internal
 */
export function isVerdict(type: ValueType): boolean {
  return (
    type.kind === 'oneOf' &&
    type.values.length === verdicts.length &&
    verdicts.every((verdict) => type.values.includes(verdict))
  );
}

/** The answers to an approval. @internal */
export const decisions: readonly string[] = ['approve', 'refuse', 'expired'];

/**
 * The one word of a verdict or a decision that lets a run go on; every other ends it red.
 *
 * @internal
 */
export function goodWord(type: ValueType): string | undefined {
  if (isVerdict(type)) return 'pass';
  const isDecision =
    type.kind === 'oneOf' && type.values.length === 3 && decisions.every((word) => type.values.includes(word));
  return isDecision ? 'approve' : undefined;
}
