/**
 * The words an undo can end with; only `reverted` is green.
 *
 * @internal
 */
export const undoOutcomes = {
  reverted: 'what it replaced is live again, and the version is rejected here',
  'revert-failed': 'what it replaced does not run yet: the next settle goes on with it, and so does the undo again',
  'no-baseline': 'it replaced nothing that could come back',
  'baseline-missing': 'the image of what it replaced is not in the registry any more',
  superseded: 'the environment has another candidate by now',
  refused: 'the version is not what is deployed',
  busy: 'somebody else holds the lock',
  lost: 'the lock was lost to somebody else, or something is open that has to be settled first',
} as const;

/** @internal */
export type UndoOutcome = keyof typeof undoOutcomes;
