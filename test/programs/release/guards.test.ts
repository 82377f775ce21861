import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/programs/release/candidate';
import { type ChangeAnswer, changeRecord } from '../../../src/programs/release/change';
import { guards } from '../../../src/programs/release/guards';
import { exitHolder, inherits, podHolder, runOf } from '../../../src/programs/release/holder';
import { phases } from '../../../src/programs/release/phase';
import { candidateOf, initialRecord, type ReleaseRecord } from '../../../src/programs/release/record';
import { type Request, requestOf } from '../../../src/programs/release/request';
import {
  keptRejections,
  type Transition,
  type TransitionName,
  transitions,
} from '../../../src/programs/release/transitions';
import type { VerdictEntry } from '../../../src/programs/release/verdict-book';
import { candidate } from './explore/scenario';

const me = podHolder('run-1', 'pod-1');
const now = Date.UTC(2026, 0, 31);
const lock = { holder: me, expires: now + 1 };
const two = candidate(2);

function answer(name: TransitionName, record: Partial<ReleaseRecord>, request: Partial<Request> = {}): ChangeAnswer {
  const before = { ...initialRecord, lock, ...record };
  const asked = requestOf({ holder: me, now, expires: now + 60_000 }, { candidate: two, ...request });
  const { record: after, answer } = changeRecord(before, name, asked);
  if (answer !== 'done') expect(after).toBe(before);
  return answer;
}

const entry = (part: Partial<VerdictEntry> = {}): VerdictEntry => ({
  candidate: two,
  verdict: 'pass',
  attempt: 5,
  by: 'run-1',
  at: '',
  reason: '',
  ...part,
});
const approved = { candidate: two, deployed: two, good: two } as const;
const gating = { phase: 'gating', run: 'run-1', token: 5, attempt: 5, candidate: two, deployed: two } as const;

describe('a transition', () => {
  const other = podHolder('run-2', 'pod-1');
  it.each<readonly [string, TransitionName, Partial<ReleaseRecord>, Partial<Request>, ChangeAnswer]>([
    ['locks what is free', 'lock', { lock: null }, {}, 'done'],
    ['waits for the lock of another run', 'lock', { lock: { holder: other, expires: now + 1 } }, {}, 'busy'],
    ['takes a lock that has expired', 'lock', { lock: { holder: other, expires: now } }, {}, 'done'],
    [
      'takes the lock of another pod of its run',
      'lock',
      { lock: { holder: podHolder('run-1', 'x'), expires: now + 1 } },
      {},
      'done',
    ],
    ['lets the exit handler take over', 'lock', {}, { holder: exitHolder('run-1', 'pod-9') }, 'done'],
    [
      'does not take over from the exit handler',
      'lock',
      { lock: { holder: exitHolder('run-1', 'x'), expires: now + 1 } },
      {},
      'busy',
    ],
    ['inherits nothing from nobody', 'inherit', { lock: null }, {}, 'lost'],
    ['writes nothing without the lock', 'begin', { lock: null }, {}, 'lost'],
    ['begins with what was never there', 'begin', {}, {}, 'done'],
    ['begins in no open phase', 'begin', { ...gating, run: 'run-2' }, {}, 'lost'],
    ['begins again what it began', 'begin', gating, {}, 'done'],
    ['refuses an older candidate', 'begin', { candidate: candidate(10) }, {}, 'superseded'],
    ['compares versions as numbers', 'begin', { candidate: candidate(2) }, { candidate: candidate(10) }, 'done'],
    [
      'refuses another digest of the same version',
      'begin',
      { candidate: { ...two, digest: candidate(3).digest } },
      {},
      'refused',
    ],
    ['refuses another commit of the same version', 'begin', { candidate: { ...two, commit: 'other' } }, {}, 'refused'],
    [
      'refuses a rejected digest under another version',
      'begin',
      { rejected: [{ modelVersion: '1', digest: two.digest }] },
      {},
      'rejected',
    ],
    ['refuses what is held', 'begin', { candidate: two, hold: { reason: 'error', retry: false } }, {}, 'held'],
    [
      'begins with what is held when it may',
      'begin',
      { candidate: two, hold: { reason: 'error', retry: true } },
      {},
      'done',
    ],
    ['does not measure twice', 'begin', { ...gating, phase: 'idle' }, { verdict: entry() }, 'recorded'],
    [
      'measures again when the verdict is of an earlier attempt',
      'begin',
      { ...gating, phase: 'idle' },
      { verdict: entry({ attempt: 4 }) },
      'done',
    ],
    ['takes over a verdict', 'record', gating, { verdict: entry() }, 'done'],
    ['takes over no verdict of another attempt', 'record', gating, { verdict: entry({ attempt: 4 }) }, 'held'],
    [
      'takes over no verdict on another candidate',
      'record',
      gating,
      { verdict: entry({ candidate: candidate(3) }) },
      'held',
    ],
    ['promotes a pass', 'promote', { ...gating, phase: 'gated' }, { verdict: entry() }, 'done'],
    [
      'promotes what somebody answers for',
      'promote',
      { ...gating, phase: 'gated' },
      { verdict: entry({ verdict: 'override' }) },
      'done',
    ],
    ['promotes no error', 'promote', { ...gating, phase: 'gated' }, { verdict: entry({ verdict: 'error' }) }, 'held'],
    ['promotes nothing without a verdict', 'promote', { ...gating, phase: 'gated' }, {}, 'held'],
    [
      'promotes only the candidate of the record',
      'promote',
      { ...gating, phase: 'gated', candidate: candidate(3) },
      { verdict: entry() },
      'superseded',
    ],
    ['passes on what was approved and is deployed', 'pass-on', approved, {}, 'done'],
    ['passes it on once', 'pass-on', { ...approved, phase: 'promoting' }, {}, 'done'],
    ['passes on nothing while something is open', 'pass-on', { ...approved, phase: 'receiving' }, {}, 'lost'],
    [
      'passes on only the candidate of the record',
      'pass-on',
      { ...approved, candidate: candidate(3) },
      {},
      'superseded',
    ],
    ['passes on nothing without a candidate', 'pass-on', {}, { candidate: null }, 'rejected'],
    [
      'passes on nothing that was rejected',
      'pass-on',
      { ...approved, rejected: [{ modelVersion: '1', digest: two.digest }] },
      {},
      'rejected',
    ],
    ['passes on nothing that is held', 'pass-on', { ...approved, hold: { reason: 'error', retry: false } }, {}, 'held'],
    ['passes on nothing that nobody approved', 'pass-on', { ...approved, good: candidate(1) }, {}, 'held'],
    [
      'passes on nothing that passed elsewhere only',
      'pass-on',
      { ...approved, good: null },
      { verdict: entry() },
      'held',
    ],
    ['passes on nothing that was taken back', 'pass-on', { ...approved, deployed: candidate(1) }, {}, 'refused'],
    ['receives nothing older than what was approved', 'receive', { good: candidate(3) }, {}, 'superseded'],
    [
      'receives nothing that is approved and live already',
      'receive',
      { good: two, candidate: two, deployed: two },
      {},
      'recorded',
    ],
    [
      'receives again what was approved and could not be rolled out',
      'receive',
      { ...approved, hold: { reason: 'roll-out', retry: false } },
      {},
      'done',
    ],
    [
      'receives nothing that was rejected here',
      'receive',
      { rejected: [{ modelVersion: '2', digest: two.digest }] },
      {},
      'rejected',
    ],
    [
      'receives what is approved and not live',
      'receive',
      { good: two, candidate: candidate(3), deployed: candidate(3) },
      {},
      'done',
    ],
    [
      'receives no other digest of the same version',
      'receive',
      { candidate: { ...two, digest: candidate(3).digest } },
      {},
      'refused',
    ],
    ['releases no approved candidate', 'release-hold', { candidate: two, good: two }, {}, 'refused'],
    ['retries only what is held', 'retry-gate', { candidate: two }, {}, 'refused'],
    [
      'retries nothing that was rejected',
      'retry-gate',
      {
        candidate: two,
        hold: { reason: 'no-baseline', retry: false },
        rejected: [{ modelVersion: '2', digest: two.digest }],
      },
      {},
      'rejected',
    ],
    [
      'overrides nothing that was rejected',
      'override',
      { candidate: two, deployed: two, rejected: [{ modelVersion: '2', digest: two.digest }] },
      {},
      'rejected',
    ],
    ['overrides only what is deployed', 'override', { candidate: two, deployed: candidate(1) }, {}, 'refused'],
  ])('%s', (_, name, record, request, expected) => {
    expect(answer(name, record, request)).toBe(expected);
  });

  it('asks for the lock before it changes anything but the lock', () => {
    const without = Object.entries(transitions).filter(
      ([, { guards }]) => !(guards as readonly string[]).includes('lockIsMine'),
    );
    expect(without.map(([name]) => name)).toEqual(['lock', 'inherit']);
  });

  it('leads to every phase, and out of it again', () => {
    const rows: readonly Transition[] = Object.values(transitions);
    for (const phase of Object.keys(phases)) {
      expect(rows.some(({ to }) => to === phase)).toBe(true);
      expect(rows.some(({ from, to }) => from.some((one) => one === phase) && to !== 'same' && to !== phase)).toBe(
        true,
      );
    }
  });

  it('uses every guard', () => {
    const used = Object.values(transitions).flatMap(({ guards }): readonly string[] => guards);
    expect([...new Set(used)].sort()).toEqual(Object.keys(guards).sort());
  });

  it('goes back from a candidate to what was approved before it, never to itself', () => {
    const request = requestOf({ holder: me, now, expires: now }, { candidate: two });
    const baselineOf = (record: Partial<ReleaseRecord>) =>
      changeRecord({ ...initialRecord, lock, ...record }, 'receive', request).record.baseline;
    expect(baselineOf({ good: candidate(1), baseline: null })).toEqual(candidate(1));
    const again = { candidate: candidate(3), deployed: candidate(3), good: two };
    expect(baselineOf({ ...again, baseline: candidate(1) })).toEqual(candidate(1));
    expect(baselineOf({ ...again, baseline: two })).toBeNull();
  });

  it('raises the token above all that a record before this one may have had: they rise less than once a minute', () => {
    const token = (before: number, at: number): number => {
      const request = requestOf({ holder: me, now: at, expires: at }, { candidate: two });
      return changeRecord({ ...initialRecord, lock: { ...lock, expires: at }, token: before }, 'begin', request).record
        .token;
    };
    const minutes = now / 60_000;
    expect(token(0, now)).toBe(minutes);
    expect(token(minutes - 1, now)).toBe(minutes);
    expect([token(minutes, now), token(minutes + 5, now)]).toEqual([minutes + 1, minutes + 6]);
    expect(token(7, 1_000)).toBe(8);
    // What the record and the file in git can hold lasts.
    expect(token(0, Date.UTC(3800, 0))).toBeLessThan(999_999_999);
  });

  it('takes the approval back from what was promoted here and is rejected here', () => {
    const record = { ...initialRecord, ...gating, lock, baseline: candidate(1), good: two };
    const request = requestOf({ holder: me, now, expires: now }, { candidate: two, release: candidate(1) });
    const failed = changeRecord(record, 'record', { ...request, verdict: entry({ verdict: 'fail' }) }).record;
    expect(failed).toMatchObject({ phase: 'gated', good: candidate(1), rejected: [{ modelVersion: '2' }] });
    const reverted = changeRecord({ ...record, phase: 'gated' }, 'revert', request).record;
    expect(reverted).toMatchObject({ phase: 'reverting', good: candidate(1), deployed: candidate(1) });
  });

  it('forgets a rejection only when a newer candidate stands in its way', () => {
    let record: ReleaseRecord = { ...initialRecord, lock };
    const versions = Array.from({ length: keptRejections + 5 }, (_, i): Candidate => candidate(i + 1));
    for (const one of versions) {
      record = { ...record, phase: 'gated', candidate: one };
      record = changeRecord(record, 'revert', requestOf({ holder: me, now, expires: now }, { candidate: one })).record;
    }
    expect(record.rejected).toHaveLength(keptRejections);
    const answers = versions.map((one) => answer('begin', { ...record, phase: 'idle' }, { candidate: one }));
    expect([...new Set(answers)].sort()).toEqual(['rejected', 'superseded']);
  });
});

describe('the candidate that a model version stands for', () => {
  it('is the one of the record, and nobody once the record is about another', () => {
    expect(candidateOf({ ...initialRecord, candidate: two }, '2')).toBe(two);
    expect(candidateOf({ ...initialRecord, candidate: candidate(3), good: two, deployed: two }, '2')).toBeNull();
    expect(candidateOf(initialRecord, '0')).toBeNull();
  });
});

describe('a holder', () => {
  it('is a pod of a run', () => {
    expect([podHolder('run-1', 'a'), exitHolder('run-1', 'b')].map(runOf)).toEqual(['run-1', 'run-1']);
    expect(inherits(podHolder('run-1', 'b'), podHolder('run-1', 'a'))).toBe(true);
    expect(inherits(podHolder('run-10', 'a'), podHolder('run-1', 'a'))).toBe(false);
  });
});
