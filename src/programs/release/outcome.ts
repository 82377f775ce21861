/**
 * The words a release can end with; only `promoted` is green.
 *
 * @internal
 */
export const outcomes = {
  promoted: 'the candidate is live and approved where it goes: in the next environment, or in the only one',
  reverted: 'the candidate did not pass and the baseline is live again',
  held: 'nothing was decided: the candidate stays where it is until somebody looks',
  refused: 'the run had no right to go on: it did not get or lost the lock, or the candidate is not the frozen one',
  superseded: 'a newer candidate is there',
  rejected: 'the candidate was found bad before; only release-hold lifts that',
  'promote-failed': 'the candidate passed, but the next environment could not take it',
  'restore-failed': 'the next environment could not take the candidate, nor be brought back yet',
  'revert-failed': 'the candidate did not pass, and the baseline is not live yet or does not exist any more',
  'unlock-failed': 'all is done but the lock was not given back; it expires by itself',
} as const;

/** @internal */
export type Outcome = keyof typeof outcomes;
