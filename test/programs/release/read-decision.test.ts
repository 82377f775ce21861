import fc from 'fast-check';
import { expect, it } from 'vitest';
import { armOf } from '../../../src/programs/release/arm-of';
import type { Candidate } from '../../../src/programs/release/candidate';
import { changeRecord } from '../../../src/programs/release/change';
import type { Side } from '../../../src/programs/release/effect';
import type { Policy } from '../../../src/programs/release/job';
import type { Outcome } from '../../../src/programs/release/outcome';
import { perform, type WorldEffect } from '../../../src/programs/release/perform';
import { decide } from '../../../src/programs/release/procedures/decide';
import { type HoldReason, holdReasons, initialRecord, type ReleaseRecord } from '../../../src/programs/release/record';
import { requestOf } from '../../../src/programs/release/request';
import { type Arm, arms } from '../../../src/programs/release/step-outputs';
import { findVerdict, type RecordedVerdict, type VerdictEntry } from '../../../src/programs/release/verdict-book';
import { verdicts } from '../../../src/programs/verdict';

const version = (modelVersion: string): Candidate => ({
  modelVersion,
  runId: '',
  digest: `sha256:${modelVersion.repeat(64)}`,
  commit: '',
  uri: '',
});
const anyVersion = fc.constantFrom('1', '2').map(version);
const orNone = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });

/** What a record may say when nothing is open. */
const settled: fc.Arbitrary<ReleaseRecord> = fc.record({
  phase: fc.constantFrom('idle' as const, 'gated' as const),
  run: fc.constant(''),
  lock: fc.constant(null),
  token: fc.constant(3),
  attempt: fc.constantFrom(0, 2, 3),
  candidate: anyVersion,
  baseline: orNone(fc.constant(version('1'))),
  deployed: orNone(anyVersion),
  good: orNone(anyVersion),
  hold: orNone(
    fc.record({ reason: fc.constantFrom(...(Object.keys(holdReasons) as HoldReason[])), retry: fc.boolean() }),
  ),
  rejected: fc.subarray([version('1'), version('2')].map(({ modelVersion, digest }) => ({ modelVersion, digest }))),
});
const policies: fc.Arbitrary<Policy> = fc
  .record({
    evidence: fc.constantFrom('verdict', 'approved'),
    onError: fc.constantFrom('hold', 'revert'),
    onInconclusive: fc.constantFrom('hold', 'revert'),
    noBaseline: fc.constantFrom('hold', 'initial', 'fail'),
    within: fc.boolean(),
    onPromoteFailure: fc.constantFrom('restore', 'hold'),
    initial: orNone(fc.constant(version('0'))),
  })
  .filter(({ evidence, within }) => evidence === 'verdict' || !within);
const words = fc.constantFrom<RecordedVerdict>(...verdicts, 'override');

/** Drives `decide` where everything is there and every roll-out succeeds. */
async function decided(
  record: ReleaseRecord,
  candidate: Candidate,
  book: readonly VerdictEntry[],
  policy: Policy,
  told?: Arm,
): Promise<{ readonly outcome: Outcome; readonly done: readonly string[]; readonly record: ReleaseRecord }> {
  const records: Record<Side, ReleaseRecord> = { source: record, target: initialRecord };
  const done: string[] = [];
  const asks = { holder: 'run/pod', now: 1, expires: 2 };
  const changed = (side: Side, name: Parameters<typeof changeRecord>[1], details = {}) => {
    const { record: next, answer } = changeRecord(records[side], name, requestOf(asks, details));
    records[side] = next;
    if (answer === 'done') done.push(`${name} ${side}`);
    return answer;
  };
  const carryOut = async (effect: WorldEffect): Promise<unknown> => {
    switch (effect.kind) {
      case 'lock':
        return changed(effect.side, 'lock') === 'done' ? 'locked' : 'timeout';
      case 'change':
        return changed(effect.side, effect.transition, effect.details);
      case 'look':
        return effect.view(records[effect.side]);
      case 'read-verdict':
        return findVerdict(book, effect.candidate, effect.attempt) ?? null;
      case 'push':
        return { revision: '' };
      case 'await-rollout':
        return 'ready';
      case 'find-digest':
        return 'there';
      default:
        return undefined;
    }
  };
  const outcome = await perform(decide({ holder: asks.holder, policy, candidate }, told), carryOut);
  return { outcome, done, record: records.source };
}

const situations = [settled, anyVersion, words, policies] as const;
const bookOf = (candidate: Candidate, verdict: RecordedVerdict): readonly VerdictEntry[] => [
  { candidate, verdict, attempt: 3, by: '', at: '', reason: '' },
];
const isPromotion = (name: string): boolean => ['promote source', 'accept source', 'pass-on source'].includes(name);

it('reads the decision that is made under the lock, whatever a settled record says', async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(...situations, async (record, candidate, verdict, policy) => {
    const book = bookOf(candidate, verdict);
    // What is gated for somebody else is settled before it is decided on.
    fc.pre(record.phase === 'idle' || (record.candidate === candidate && policy.evidence === 'verdict'));
    const entry = policy.evidence === 'approved' ? null : (findVerdict(book, candidate, record.attempt) ?? null);
    const arm = armOf(record, candidate, entry, policy);
    const { outcome, done } = await decided(record, candidate, book, policy);
    expect([done.some(isPromotion), done.includes('revert source')]).toEqual([arm === 'promote', arm === 'revert']);
    if (arm === 'promote') expect(outcome).toBe('promoted');
    if (arm === 'revert') expect(outcome).toBe('reverted');
    seen.add(arm);
  });
  await fc.assert(property, { numRuns: 5000 });
  expect([...seen].toSorted()).toEqual(['hold', 'nothing', 'promote', 'revert']);
});

it('does nothing for a run that was told otherwise', async () => {
  const property = fc.asyncProperty(
    ...situations,
    fc.constantFrom(...arms),
    async (record, candidate, verdict, policy, told) => {
      const book = bookOf(candidate, verdict);
      fc.pre(record.phase === 'idle');
      const entry = policy.evidence === 'approved' ? null : (findVerdict(book, candidate, record.attempt) ?? null);
      const arm = armOf(record, candidate, entry, policy);
      const ran = await decided(record, candidate, book, policy, told);
      if (arm === told || arm === 'nothing') {
        expect(ran.outcome).toBe((await decided(record, candidate, book, policy)).outcome);
        return;
      }
      expect(ran.outcome).toBe('refused');
      expect(ran.record).toEqual(record);
    },
  );
  await fc.assert(property, { numRuns: 3000 });
});
