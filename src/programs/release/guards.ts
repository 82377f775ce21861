import { contradicts, isOlder, isSame } from './candidate';
import { inherits } from './holder';
import { type HoldReason, holds, isRejected, type ReleaseRecord } from './record';
import type { Request } from './request';
import { approves, counts } from './verdict-book';

/** Why a transition is refused. @internal */
export type Refusal = 'lost' | 'busy' | 'superseded' | 'rejected' | 'held' | 'refused' | 'recorded';

/**
 * One condition of a transition.
 *
 * @internal
 */
export interface Guard {
  /** What it asks, as the docs say it. */
  readonly says: string;
  readonly refusal: Refusal;
  readonly holds: (record: ReleaseRecord, request: Request) => boolean;
}

const didNotRun: readonly HoldReason[] = ['roll-out', 'baseline-missing'];

/** @internal */
export const guards = {
  lockIsFree: {
    says: 'the lock is free, has expired, or is that of my own run',
    refusal: 'busy',
    holds: ({ lock }, { holder, now }) => lock === null || lock.expires <= now || inherits(holder, lock.holder),
  },
  lockIsMyRuns: {
    says: 'the lock is that of my own run',
    refusal: 'lost',
    holds: ({ lock }, { holder }) => lock !== null && inherits(holder, lock.holder),
  },
  lockIsMine: {
    says: 'I hold the lock',
    refusal: 'lost',
    holds: (record, { holder }) => holds(record, holder),
  },
  isCandidate: {
    says: 'the candidate is the one in the record',
    refusal: 'superseded',
    holds: (record, { candidate }) => isSame(record.candidate, candidate),
  },
  isDeployed: {
    says: 'the candidate is what is deployed',
    refusal: 'refused',
    holds: (record, { candidate }) => isSame(record.deployed, candidate),
  },
  isFrozen: {
    says: 'the record does not know its model version as something else',
    refusal: 'refused',
    holds: (record, { candidate }) =>
      record.candidate === null || candidate === null || !contradicts(record.candidate, candidate),
  },
  isNotOlder: {
    says: 'the record has no newer candidate',
    refusal: 'superseded',
    holds: (record, { candidate }) =>
      record.candidate === null || candidate === null || !isOlder(candidate, record.candidate),
  },
  isNotOlderThanGood: {
    says: 'no newer candidate was approved here',
    refusal: 'superseded',
    holds: (record, { candidate }) => record.good === null || candidate === null || !isOlder(candidate, record.good),
  },
  isNotPromoted: {
    says: 'the candidate is not approved and deployed here already, or was deployed again and did not run',
    refusal: 'recorded',
    holds: ({ good, deployed, hold }, { candidate }) =>
      !isSame(good, candidate) || !isSame(deployed, candidate) || (hold !== null && didNotRun.includes(hold.reason)),
  },
  isNotRejected: {
    says: 'the candidate was not rejected',
    refusal: 'rejected',
    holds: (record, { candidate }) => candidate !== null && !isRejected(record, candidate),
  },
  isNotHeld: {
    says: 'the candidate is not held, or another measurement was asked for',
    refusal: 'held',
    holds: (record, { candidate }) => record.hold === null || record.hold.retry || !isSame(record.candidate, candidate),
  },
  isHeld: {
    says: 'the candidate is held',
    refusal: 'refused',
    holds: (record) => record.hold !== null,
  },
  isNotApproved: {
    says: 'the candidate was not approved yet',
    refusal: 'refused',
    holds: (record, { candidate }) => !isSame(record.good, candidate),
  },
  isApproved: {
    says: 'the candidate was approved here',
    refusal: 'held',
    holds: (record, { candidate }) => candidate !== null && isSame(record.good, candidate),
  },
  isNotJudged: {
    says: 'the candidate has no verdict yet',
    refusal: 'recorded',
    holds: (record, { verdict }) => !counts(record, verdict),
  },
  isJudged: {
    says: 'the verdict is that of this candidate and this attempt',
    refusal: 'held',
    holds: (record, { verdict }) => counts(record, verdict),
  },
  hasPassed: {
    says: 'its verdict of this attempt is pass, or somebody answers for it',
    refusal: 'held',
    holds: (record, { verdict }) => counts(record, verdict) && approves(verdict),
  },
} as const satisfies Record<string, Guard>;

/** @internal */
export type GuardName = keyof typeof guards;
