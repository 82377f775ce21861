import type { Candidate } from './candidate';
import type { Phase } from './phase';

/**
 * Who may change a record, until when.
 *
 * @internal
 */
export interface Lock {
  readonly holder: string;
  /** Milliseconds since 1970. Nothing is unsafe about a wrong clock: who lost the lock is refused by its name. */
  readonly expires: number;
}

/** Why a candidate stays where it is without having been approved. @internal */
export const holdReasons = {
  'no-verdict': 'the run that measured it is gone and left no verdict',
  error: 'the gate could not judge',
  inconclusive: 'the gate saw too little to judge',
  'no-baseline': 'it did not pass, and there is no version to go back to',
  'baseline-missing': 'it did not pass, and the image to go back to is not in the registry any more',
  'roll-out': 'it could not be rolled out here, and going back is not wanted or not possible',
} as const;

/** @internal */
export type HoldReason = keyof typeof holdReasons;

/** @internal */
export interface Hold {
  readonly reason: HoldReason;
  /** Somebody asked for another measurement: the next gate may begin. */
  readonly retry: boolean;
}

/** A version that was found bad. @internal */
export interface Rejection {
  readonly modelVersion: string;
  readonly digest: string;
}

/**
 * The state of one application in one environment: lock, ledger and last-known-good.
 *
 * It is a write-ahead log. What is meant is written here first, then git, the cluster and the registry are made to follow.
 *
 * @internal
 */
export interface ReleaseRecord {
  readonly phase: Phase;
  /** The run that opened the phase; empty while idle. */
  readonly run: string;
  readonly lock: Lock | null;
  /** Rises with every change of `deployed`. The file in git carries it, so that a late push is told apart. */
  readonly token: number;
  /** The token with which the candidate's measurement began: a verdict of another attempt does not count. 0: none. */
  readonly attempt: number;
  readonly candidate: Candidate | null;
  /** What to go back to; never a version that was not approved. */
  readonly baseline: Candidate | null;
  /** What git must say. */
  readonly deployed: Candidate | null;
  /** The last approved. */
  readonly good: Candidate | null;
  readonly hold: Hold | null;
  readonly rejected: readonly Rejection[];
}

/** The record of an environment that nothing was ever released to. @internal */
export const initialRecord: ReleaseRecord = {
  phase: 'idle',
  run: '',
  lock: null,
  token: 0,
  attempt: 0,
  candidate: null,
  baseline: null,
  deployed: null,
  good: null,
  hold: null,
  rejected: [],
};

/** The frozen candidate that a model version stands for, null if the record is about another by now. @internal */
export function candidateOf({ candidate }: ReleaseRecord, modelVersion: string): Candidate | null {
  return candidate?.modelVersion === modelVersion ? candidate : null;
}

/** Whether what the candidate deploys was found bad, under whatever model version. @internal */
export function isRejected({ rejected }: ReleaseRecord, { digest }: Candidate): boolean {
  return rejected.some((entry) => entry.digest === digest);
}

/** @internal */
export function holds({ lock }: ReleaseRecord, holder: string): boolean {
  return lock?.holder === holder;
}
