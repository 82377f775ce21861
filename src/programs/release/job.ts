import type { Candidate } from './candidate';

/**
 * What lets a candidate go from one environment into the next, and what happens when nothing does.
 *
 * @internal
 */
export interface Policy {
  /** A verdict where it is tested; or, where nothing is measured, that it was promoted to there and has stayed. */
  readonly evidence: 'verdict' | 'approved';
  /** Whether there is no next environment: a candidate that passed is live where it was measured, and approved there. */
  readonly within: boolean;
  readonly onError: 'hold' | 'revert';
  readonly onInconclusive: 'hold' | 'revert';
  /** What a candidate that did not pass goes back to when nothing was ever approved. */
  readonly noBaseline: 'hold' | 'initial' | 'fail';
  readonly onPromoteFailure: 'restore' | 'hold';
  /** The image of before the first training; has to be there for `noBaseline: 'initial'`. */
  readonly initial: Candidate | null;
}

/**
 * On whose behalf a procedure runs.
 *
 * @internal
 */
export interface Job {
  /** The pod that works: see `podHolder`. */
  readonly holder: string;
  readonly policy: Policy;
}

/** A job about a candidate. @internal */
export interface CandidateJob extends Job {
  readonly candidate: Candidate;
}
