import { type Candidate, isSame } from './candidate';
import type { GuardName } from './guards';
import { runOf } from './holder';
import { type Phase, phases } from './phase';
import { holds, isRejected, type ReleaseRecord } from './record';
import type { Request } from './request';
import { approves } from './verdict-book';

/**
 * One row of the state machine: what may happen in which phase, on which conditions, and what the record says then.
 *
 * @internal
 */
export interface Transition {
  readonly from: readonly Phase[];
  /** Checked in this order; the first that does not hold is the answer. */
  readonly guards: readonly GuardName[];
  readonly to: Phase | 'same';
  /** Whether `token` rises: when git has to say something else, or a measurement begins. */
  readonly raisesToken?: boolean;
  /** Whether the record already says what this would write: then it is done, somebody only did not hear the answer. */
  readonly isDone?: (record: ReleaseRecord, request: Request) => boolean;
  /** What changes beside `phase` and `token`; is given the record with the new token. */
  readonly change?: (record: ReleaseRecord, request: Request) => Partial<ReleaseRecord>;
}

const everyPhase = Object.keys(phases) as Phase[];

/**
 * How many rejections are kept. Candidates never get older, so one that is dropped is older than the record's
 * candidate and would be refused as superseded.
 *
 * @internal
 */
export const keptRejections = 20;

/** The phase was opened by this run, about this candidate. */
const isMine =
  (...own: readonly Phase[]) =>
  (record: ReleaseRecord, { holder, candidate }: Request): boolean =>
    own.includes(record.phase) && record.run === runOf(holder) && isSame(record.candidate, candidate);

/** The phase is reached, whoever opened it: who holds the lock goes on from there. */
const isAt =
  (...reached: readonly Phase[]) =>
  (record: ReleaseRecord, { holder, candidate }: Request): boolean =>
    reached.includes(record.phase) && holds(record, holder) && isSame(record.candidate, candidate);

/** Where what was approved once comes again, it is no way back from itself. */
const beforeReceiving = ({ good, baseline }: ReleaseRecord, candidate: Candidate | null): Candidate | null => {
  const before = isSame(good, candidate) ? baseline : good;
  return isSame(before, candidate) ? null : before;
};

/** The candidate is out, also where it was promoted to and is judged afterwards. */
const rejecting = (record: ReleaseRecord, { candidate }: Request): Partial<ReleaseRecord> => {
  const good = isSame(record.good, candidate) ? record.baseline : record.good;
  if (candidate === null || isRejected(record, candidate)) return { good };
  const { modelVersion, digest } = candidate;
  return { good, rejected: [...record.rejected, { modelVersion, digest }].slice(-keptRejections) };
};

/** The candidate is out, and what is given takes its place. */
const revertingTo = (record: ReleaseRecord, request: Request): Partial<ReleaseRecord> => ({
  ...rejecting(record, request),
  run: runOf(request.holder),
  deployed: request.release,
  hold: null,
});

const isUndone = (record: ReleaseRecord, { candidate }: Request): boolean =>
  record.phase === 'idle' &&
  candidate !== null &&
  isSame(record.candidate, candidate) &&
  !isSame(record.deployed, candidate) &&
  isRejected(record, candidate);

/** @internal */
export const transitions = {
  lock: {
    from: everyPhase,
    guards: ['lockIsFree'],
    to: 'same',
    change: (_, { holder, expires }) => ({ lock: { holder, expires } }),
  },
  inherit: {
    from: everyPhase,
    guards: ['lockIsMyRuns'],
    to: 'same',
    change: (_, { holder, expires }) => ({ lock: { holder, expires } }),
  },
  renew: {
    from: everyPhase,
    guards: ['lockIsMine'],
    to: 'same',
    change: (_, { holder, expires }) => ({ lock: { holder, expires } }),
  },
  unlock: {
    from: everyPhase,
    guards: ['lockIsMine'],
    to: 'same',
    change: () => ({ lock: null }),
  },
  begin: {
    from: ['idle'],
    guards: ['lockIsMine', 'isNotOlder', 'isFrozen', 'isNotRejected', 'isNotHeld', 'isNotJudged'],
    to: 'gating',
    raisesToken: true,
    isDone: isMine('gating'),
    change: (record, { candidate, holder }) => ({
      run: runOf(holder),
      baseline: isSame(record.candidate, candidate) ? record.baseline : record.good,
      candidate,
      deployed: candidate,
      attempt: record.token,
      hold: null,
    }),
  },
  reopen: {
    from: ['idle'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'gated',
    isDone: isAt('gated'),
  },
  override: {
    from: ['idle'],
    guards: ['lockIsMine', 'isCandidate', 'isNotRejected', 'isDeployed', 'isNotApproved'],
    to: 'overriding',
    // Also after it was recorded, for a pod that died before it could say so.
    isDone: isMine('overriding', 'gated'),
    raisesToken: true,
    change: (record, { holder }) => ({ run: runOf(holder), attempt: record.token }),
  },
  record: {
    from: ['gating', 'overriding'],
    guards: ['lockIsMine', 'isCandidate', 'isJudged'],
    to: 'gated',
    isDone: isAt('gated'),
    change: (record, request) => {
      const { verdict, candidate } = request;
      if (verdict !== null && approves(verdict)) return { good: candidate, hold: null };
      return { ...(verdict?.verdict === 'fail' ? rejecting(record, request) : {}), hold: null };
    },
  },
  promote: {
    from: ['gated', 'idle'],
    guards: ['lockIsMine', 'isCandidate', 'isNotRejected', 'isNotHeld', 'hasPassed'],
    to: 'promoting',
    isDone: isAt('promoting'),
    change: (_, { holder }) => ({ run: runOf(holder) }),
  },
  accept: {
    from: ['gated', 'idle'],
    guards: ['lockIsMine', 'isCandidate', 'isNotRejected', 'isNotHeld', 'hasPassed'],
    to: 'mirroring',
    isDone: isAt('mirroring'),
    change: (_, { candidate, holder }) => ({ run: runOf(holder), good: candidate }),
  },
  'pass-on': {
    from: ['idle'],
    guards: ['lockIsMine', 'isCandidate', 'isNotRejected', 'isNotHeld', 'isApproved', 'isDeployed'],
    to: 'promoting',
    isDone: isAt('promoting'),
    change: (_, { holder }) => ({ run: runOf(holder) }),
  },
  revert: {
    from: ['gating', 'overriding', 'gated', 'idle'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'reverting',
    raisesToken: true,
    isDone: isAt('reverting'),
    change: revertingTo,
  },
  undo: {
    from: ['idle'],
    guards: ['lockIsMine', 'isCandidate', 'isDeployed'],
    to: 'reverting',
    raisesToken: true,
    // Also after it came to its end: asked for again, it looks whether all has followed.
    isDone: (record, request) => isAt('reverting')(record, request) || isUndone(record, request),
    change: revertingTo,
  },
  hold: {
    from: ['gated', 'idle'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'idle',
    change: (record, { hold }) => ({ run: '', hold: record.hold ?? { reason: hold, retry: false } }),
  },
  receive: {
    from: ['idle'],
    guards: ['lockIsMine', 'isNotOlderThanGood', 'isFrozen', 'isNotRejected', 'isNotPromoted'],
    to: 'receiving',
    raisesToken: true,
    isDone: isMine('receiving'),
    change: (record, { candidate, holder }) => ({
      run: runOf(holder),
      baseline: beforeReceiving(record, candidate),
      candidate,
      deployed: candidate,
      hold: null,
    }),
  },
  approve: {
    from: ['receiving'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'mirroring',
    isDone: isAt('mirroring'),
    // It may have been given up before, by a pod that died over it.
    change: (_, { candidate }) => ({ good: candidate, hold: null }),
  },
  restore: {
    from: ['receiving'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'restoring',
    raisesToken: true,
    isDone: isAt('restoring'),
    change: ({ baseline }) => ({ deployed: baseline, hold: null }),
  },
  keep: {
    from: ['receiving'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'same',
    change: (record, { hold }) => ({ hold: record.hold ?? { reason: hold, retry: false } }),
  },
  abandon: {
    from: ['gating', 'overriding'],
    guards: ['lockIsMine', 'isCandidate'],
    to: 'same',
    change: (record) => ({ hold: record.hold ?? { reason: 'no-verdict', retry: false } }),
  },
  close: {
    from: ['gating', 'overriding', 'gated', 'promoting', 'reverting', 'receiving', 'restoring', 'mirroring'],
    guards: ['lockIsMine'],
    to: 'idle',
    isDone: ({ phase }) => phase === 'idle',
    change: () => ({ run: '' }),
  },
  finish: {
    from: everyPhase,
    guards: ['lockIsMine'],
    to: 'idle',
    change: () => ({ run: '', lock: null }),
  },
  'retry-gate': {
    from: ['idle'],
    guards: ['lockIsMine', 'isCandidate', 'isNotRejected', 'isHeld'],
    to: 'same',
    change: ({ hold }) => ({ attempt: 0, hold: hold === null ? null : { ...hold, retry: true } }),
  },
  'release-hold': {
    from: ['idle'],
    guards: ['lockIsMine', 'isCandidate', 'isNotApproved'],
    to: 'same',
    change: ({ hold, rejected }, { candidate }) => ({
      attempt: 0,
      hold: hold === null ? null : { ...hold, retry: true },
      rejected: rejected.filter(({ digest }) => digest !== candidate?.digest),
    }),
  },
} as const satisfies Record<string, Transition>;

/** @internal */
export type TransitionName = keyof typeof transitions;
