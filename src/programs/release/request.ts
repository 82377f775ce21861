import type { Candidate } from './candidate';
import type { HoldReason } from './record';
import type { VerdictEntry } from './verdict-book';

/**
 * Who wants a transition, when, and about what.
 *
 * @internal
 */
export interface Request {
  /** The pod that asks: see `podHolder`. */
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Until when the lock is wanted. */
  readonly expires: number;
  /** The candidate that the transition is about; it has to be the record's, unless it is about to become that. */
  readonly candidate: Candidate | null;
  /** The verdict as the verdict book has it. */
  readonly verdict: VerdictEntry | null;
  /** What to go back to. */
  readonly release: Candidate | null;
  readonly hold: HoldReason;
}

/** What a transition needs to know beside who asks and when. @internal */
export type Details = Partial<Omit<Request, 'holder' | 'now' | 'expires'>>;

/** The request of a pod, with what a procedure said about it. @internal */
export function requestOf(asks: Pick<Request, 'holder' | 'now' | 'expires'>, details: Details): Request {
  return { candidate: null, verdict: null, release: null, hold: 'no-verdict', ...asks, ...details };
}
