import type { Candidate } from '../../../src/programs/release/candidate';
import type { changeRecord } from '../../../src/programs/release/change';
import {
  awaitRollout,
  change,
  look,
  type Program,
  pushRelease,
  readVerdict,
  type Side,
  setAlias,
} from '../../../src/programs/release/effect';
import type { guards } from '../../../src/programs/release/guards';
import type { CandidateJob, Job } from '../../../src/programs/release/job';
import { call } from '../../../src/programs/release/procedure';
import { mirrorAlias } from '../../../src/programs/release/procedures/mirror';
import { type PushResult, push } from '../../../src/programs/release/procedures/push';
import type { ReleaseRecord } from '../../../src/programs/release/record';
import type { Request } from '../../../src/programs/release/request';
import type { Transition, TransitionName } from '../../../src/programs/release/transitions';
import type { Verdict } from '../../../src/programs/verdict';
import {
  chain,
  gate,
  inTarget,
  override,
  passOn,
  promoteOrRevert,
  releaseHold,
  retryGate,
  twin,
  undo,
  withExit,
} from './explore/runs';
import { candidate, policy, type Scenario, within } from './explore/scenario';
import {
  changing,
  omitting,
  type Rule,
  release,
  unguarded,
  withoutGuard,
  withoutGuardOf,
  withProcedure,
  withRows,
} from './without';

const quiet = (): Partial<Transition> => ({ raisesToken: false });
const revertsErrors: Partial<Scenario> = { policy: { ...policy, onError: 'revert' } };
const initial: Candidate = { ...candidate(1), modelVersion: '0' };
const first: Partial<Scenario> = { baseline: false };

/** Version 1 is in the target and may go on, but for what the record says of it. */
const target = (targetSays: NonNullable<Scenario['targetSays']>) => ({
  runs: [passOn(1)],
  part: { inThird: 0, targetSays } satisfies Partial<Scenario>,
});

/** A procedure that knows the answer without asking. */
const unasked = <T>(answer: T) =>
  // biome-ignore lint/correctness/useYield: that is what it is for
  function* (): Program<T> {
    return answer;
  };

/** The rules of the protocol. What happens without one is found by a search of the scenario that stands beside it. */
export const rulesOfTheProtocol: readonly Rule[] = [
  withoutGuard('lockIsMine', 'only who holds the lock changes a record', {
    breaks: 'the source runs a candidate that is neither held nor approved when all is settled',
    runs: [withExit(chain(2))],
    troubles: { crashes: 1, expiries: 1 },
    part: revertsErrors,
  }),
  withoutGuard('isNotOlder', 'an older candidate is not gated after a newer one', {
    breaks: 'an older version replaces a newer passed one in the source',
    runs: [chain(2), chain(3)],
  }),
  withoutGuard('isNotOlderThanGood', 'an older candidate is not promoted over a newer approved one', {
    breaks: 'an older version replaces a newer approved one in the target',
    runs: [chain(2)],
    part: { inTarget: 3 },
  }),
  withoutGuard('isNotRejected', 'a rejected candidate does not come back', {
    breaks: 'a rejected version passes',
    runs: [chain(2), override(2)],
    part: first,
  }),
  withoutGuard('isNotHeld', 'a held candidate is neither measured again nor promoted unless somebody asks', {
    breaks: 'a version is promoted without a recorded pass',
    runs: [gate(2), promoteOrRevert(2)],
    troubles: { crashes: 1, expiries: 1 },
    part: revertsErrors,
  }),
  withoutGuard('isNotJudged', 'a verdict is final', {
    breaks: 'a rejected version is in the target',
    runs: [chain(2), chain(2)],
  }),
  withoutGuard('hasPassed', 'only what passed is promoted', {
    breaks: 'a version is promoted without a recorded pass',
    runs: [chain(2)],
  }),
  withoutGuard('isHeld', 'only a held candidate is measured again', {
    breaks: 'a rejected version is in the target',
    runs: [chain(2), retryGate(2), chain(2)],
  }),
  withoutGuard('isNotApproved', 'what was approved is not taken back', {
    breaks: 'a rejected version is in the target',
    runs: [chain(2), releaseHold(2), chain(2)],
  }),
  withoutGuard('isDeployed', 'only what is deployed is overridden', {
    breaks: 'an older version replaces a newer passed one in the source',
    runs: [chain(2), releaseHold(2), override(2)],
  }),
  withoutGuardOf('pass-on', 'isCandidate', 'what goes on is the newest that came, even if that was taken back', {
    breaks: 'a superseded candidate goes on',
    ...target({ candidate: candidate(2) }),
  }),
  withoutGuardOf('pass-on', 'isNotRejected', 'what was rejected where it is does not go on', {
    breaks: 'a rejected candidate goes on',
    ...target({ rejected: [{ modelVersion: '1', digest: candidate(1).digest }] }),
  }),
  withoutGuardOf('pass-on', 'isNotHeld', 'what is held where it is does not go on', {
    breaks: 'a held candidate goes on',
    ...target({ hold: { reason: 'roll-out', retry: false } }),
  }),
  withoutGuardOf('pass-on', 'isApproved', 'only what was approved where it is goes on', {
    breaks: 'a candidate goes on that nobody approved',
    ...target({ good: null, hold: { reason: 'roll-out', retry: true } }),
  }),
  withoutGuardOf('pass-on', 'isDeployed', 'only what is still deployed where it is goes on', {
    breaks: 'a candidate goes on that is not deployed any more',
    ...target({ deployed: null, hold: { reason: 'roll-out', retry: true } }),
  }),
  withoutGuardOf('accept', 'hasPassed', 'only what passed is accepted where it was measured', {
    breaks: 'the source approves a version that never passed',
    runs: [chain(2)],
    part: { policy: within },
  }),
  withoutGuardOf('accept', 'isNotRejected', 'what was taken back in the only environment is not accepted again', {
    breaks: 'a version comes back to where it was taken back',
    runs: [chain(2), undo(2), promoteOrRevert(2)],
    part: { policy: within },
  }),
  withoutGuardOf('accept', 'isNotHeld', 'what is held in the only environment is not accepted', {
    breaks: 'the source approves a version that never passed',
    runs: [gate(2), promoteOrRevert(2)],
    troubles: { crashes: 1, expiries: 1 },
    part: { policy: within },
  }),
  {
    rule: 'what passed in the only environment is approved there, though its run did not live to say so',
    without: {
      [`${release}/procedures/settle-decision`]: (real: {
        settleDecision: (job: Job, candidate: Candidate, attempt: number) => Program<unknown>;
      }) => ({
        *settleDecision(job: Job, candidate: Candidate, attempt: number): Program<unknown> {
          const policy = { ...job.policy, within: false };
          return yield* call(real.settleDecision, { ...job, policy }, candidate, attempt);
        },
      }),
    },
    breaks: 'the alias of the source is not what its record says when all is settled',
    runs: [chain(2), chain(3)],
    troubles: { expiries: 1 },
    part: { policy: within },
  },
  {
    rule: 'the alias of the only environment names what was approved, not what is tried there',
    without: {
      [`${release}/procedures/mirror-source`]: (real: { mirrorSource: (job: Job) => Program<void> }) => ({
        *mirrorSource(job: Job): Program<void> {
          yield* call(real.mirrorSource, { ...job, policy: { ...job.policy, within: false } });
        },
      }),
    },
    breaks: 'the alias of the only environment names a version that was not approved',
    runs: [chain(2)],
    part: { policy: within },
  },
  {
    rule: 'what was accepted is closed by the settle of the only environment',
    without: {
      [`${release}/procedures/settle-source`]: (real: { settleSource: (job: Job) => Program<unknown> }) => ({
        *settleSource(job: Job): Program<unknown> {
          if (yield* look('source', ({ phase }) => phase === 'mirroring')) return 'lost';
          return yield* call(real.settleSource, job);
        },
      }),
    },
    breaks: 'a decision is left open when all is settled',
    runs: [chain(2)],
    troubles: { crashes: 1 },
    part: { policy: within },
  },
  withoutGuardOf('receive', 'isNotRejected', 'what was rejected in the target is not promoted to it again', {
    breaks: 'a version goes back to where it was rejected',
    runs: [chain(2)],
    part: { targetSays: { rejected: [{ modelVersion: '2', digest: candidate(2).digest }] } },
  }),
  withoutGuardOf('receive', 'isNotRejected', 'what was taken back in the target is not promoted to it again', {
    breaks: 'a version comes back to where it was taken back',
    runs: [chain(2), inTarget(undo(2)), promoteOrRevert(2)],
  }),
  withoutGuardOf('undo', 'isCandidate', 'only what the record is about is taken back', {
    breaks: 'something else is taken back than what is live',
    runs: [inTarget(undo(1))],
    part: { targetSays: { candidate: candidate(2), baseline: candidate(1) } },
  }),
  withoutGuardOf('undo', 'isDeployed', 'only what is live is taken back', {
    breaks: 'something else is taken back than what is live',
    runs: [inTarget(undo(1))],
    part: { targetSays: { deployed: null, good: null } },
  }),
  {
    rule: 'an undo is finished by the settle of the pair that ends there',
    without: {
      [`${release}/procedures/settle-target`]: (real: { settleTarget: (job: Job) => Program<unknown> }) => ({
        *settleTarget(job: Job): Program<unknown> {
          if (yield* look('target', ({ phase }) => phase === 'reverting')) return 'lost';
          return yield* call(real.settleTarget, job);
        },
      }),
    },
    breaks: 'a decision is left open when all is settled',
    runs: [chain(2), inTarget(undo(2))],
    troubles: { crashes: 1 },
  },
  {
    rule: 'a record that was deleted goes on above its old tokens',
    without: {
      [`${release}/change`]: (real: { changeRecord: typeof changeRecord }) => ({
        changeRecord: (record: ReleaseRecord, name: TransitionName, request: Request) =>
          real.changeRecord(record, name, { ...request, now: 1_000 }),
      }),
    },
    breaks: 'a decision is left open when all is settled',
    runs: [chain(2)],
    part: { forgotten: true },
  },
  withRows({ approve: omitting('hold') }, 'what was given up and then ran after all is approved and not held', {
    breaks: 'a run is green although the target holds its candidate',
    runs: [chain(2)],
    troubles: { crashes: 1 },
    part: { policy: { ...policy, onPromoteFailure: 'hold' }, verdicts: ['pass'] },
  }),
  {
    rule: 'what could not be rolled out is not green because it was approved once',
    without: {
      [`${release}/guards`]: (real: { guards: typeof guards }) => ({
        guards: {
          ...real.guards,
          isNotPromoted: {
            ...real.guards.isNotPromoted,
            holds: (record: ReleaseRecord, request: Request) =>
              real.guards.isNotPromoted.holds({ ...record, hold: null }, request),
          },
        },
      }),
    },
    breaks: 'a run is green although the target holds its candidate',
    runs: [chain(2)],
    part: { inTarget: 2, verdicts: ['pass'], targetSays: { hold: { reason: 'roll-out', retry: false } } },
  },
  {
    rule: 'where nothing is tested, a settle leaves alias and tags to whoever promotes into it',
    without: {
      [`${release}/procedures/settle`]: (real: { settle: (job: Job) => Program<unknown> }) => ({
        *settle(job: Job): Program<unknown> {
          return yield* call(real.settle, { ...job, policy: { ...job.policy, evidence: 'verdict' } });
        },
      }),
    },
    breaks: 'the alias of the target is not what its record says when all is settled',
    runs: [withExit(passOn(1))],
    troubles: { crashes: 1 },
    part: { inThird: 0, targetSays: { good: null, hold: { reason: 'roll-out', retry: false } } },
  },
  {
    rule: 'a run acts only on the candidate of the record',
    without: {
      [`${release}/candidate`]: (real: object) => ({
        ...real,
        isSame: (a: Candidate | null, b: Candidate | null) => (a === null) === (b === null),
      }),
    },
    breaks: 'a run is green although the target does not have its candidate',
    runs: [gate(2), promoteOrRevert(2), chain(3)],
  },
  {
    rule: 'a pod is not taken for another pod of its run',
    without: {
      [`${release}/holder`]: (real: object) => ({ ...real, podHolder: (run: string) => `${run}/pod` }),
    },
    breaks: 'git does not say what the record of the source says when all is settled',
    runs: [chain(2), twin(chain(2))],
  },
  withRows(
    { begin: quiet, revert: quiet, receive: quiet, restore: quiet },
    'the token rises with every change of what is deployed',
    {
      breaks: 'git does not say what the record of the source says when all is settled',
      runs: [chain(2)],
      troubles: { delays: 1 },
      part: revertsErrors,
    },
  ),
  withRows(
    { begin: changing((changed, record) => ({ ...changed, baseline: record.candidate })) },
    'the baseline is the last approved version',
    {
      breaks: 'the baseline of the source never passed',
      runs: [chain(2), chain(3)],
    },
  ),
  withRows({ record: omitting('rejected') }, 'a candidate that failed is rejected', {
    breaks: 'a rejected version passes',
    runs: [chain(2), retryGate(2), chain(2)],
    part: first,
  }),
  withRows(
    { 'retry-gate': changing((changed) => ({ ...changed, hold: null })) },
    'a candidate is held until it is measured again',
    {
      breaks: 'the source runs a candidate that is neither held nor approved when all is settled',
      runs: [chain(2), retryGate(2)],
    },
  ),
  withRows({ revert: () => ({ to: 'idle' }) }, 'a phase is closed only when the world has followed', {
    breaks: 'the alias of the source is not what its record says when all is settled',
    runs: [chain(2)],
    troubles: { crashes: 1 },
  }),
  withRows({ abandon: () => ({ to: 'idle' }) }, 'so does a settle, which may die too', {
    breaks: 'git does not say what the record of the source says when all is settled',
    runs: [withExit(chain(2))],
    troubles: { crashes: 1, expiries: 1 },
    part: revertsErrors,
  }),
  {
    rule: 'a file in git refuses a lower token',
    without: {},
    breaks: 'a stale push outlives that of a newer holder',
    runs: [chain(2), chain(3)],
    troubles: { expiries: 1 },
    part: { unfencedGit: true },
  },
  withProcedure(
    'mirror',
    {
      *mirrorAlias(side: Side): Program<void> {
        const wanted = yield* look(
          side,
          ({ deployed, good }) => (side === 'source' ? deployed : good)?.modelVersion ?? null,
        );
        yield* setAlias(side, wanted);
      },
    },
    'an alias is written until the record says the same before and after',
    {
      breaks: 'the alias of the source is not what its record says when all is settled',
      runs: [chain(2), chain(3)],
      troubles: { expiries: 1 },
    },
  ),
  {
    rule: 'the alias of where something was promoted to follows what was approved, also in an undo',
    without: {
      [`${release}/procedures/mirror`]: (real: { mirrorAlias: (side: Side) => Program<void> }) => ({
        *mirrorAlias(side: Side): Program<void> {
          yield* call(real.mirrorAlias, side);
        },
      }),
    },
    breaks: 'the alias of the target is not what its record says when all is settled',
    runs: [inTarget(undo(1)), chain(2)],
    troubles: { expiries: 1 },
    part: { targetSays: { baseline: null }, policy: { ...policy, noBaseline: 'initial', initial } },
  },
  withProcedure(
    'settle-target',
    { settleTarget: unasked('settled') },
    'what is open in the target is settled before the source is',
    {
      breaks: 'a decision is left open when all is settled',
      runs: [chain(2)],
      troubles: { crashes: 1 },
    },
  ),
  {
    rule: 'a decision that was overtaken while it waited for the target is not carried out',
    without: {
      [`${release}/guards`]: unguarded('isNotOlderThanGood'),
      [`${release}/procedures/still-promoting`]: () => ({ stillPromoting: unasked(true) }),
    },
    breaks: 'a decision is left open when all is settled',
    runs: [chain(2), chain(3)],
    troubles: { expiries: 1 },
  },
  withProcedure(
    'push',
    {
      *push(job: Job & Partial<CandidateJob>, side: Side): Program<PushResult> {
        const { release, token } = yield* look(side, (record) => ({ release: record.deployed, token: record.token }));
        const meant = job.candidate ?? release;
        const pushed = meant === null ? 'behind' : yield* pushRelease(side, meant, token);
        return pushed === 'behind' ? 'lost' : pushed;
      },
    },
    'what is pushed is what the record says, not what the run meant',
    {
      breaks: 'git does not say what the record of the source says when all is settled',
      runs: [chain(2), chain(3)],
      troubles: { expiries: 1 },
    },
  ),
  {
    rule: 'a promotion is closed in the target before it is in the source',
    without: {
      [`${release}/procedures/still-promoting`]: () => ({ stillPromoting: unasked(true) }),
      [`${release}/procedures/leave`]: () => ({
        *leave(): Program<void> {
          yield* change('target', 'unlock');
          yield* change('source', 'finish');
        },
      }),
    },
    breaks: 'a decision is left open when all is settled',
    runs: [chain(2)],
  },
  withProcedure(
    'settle-gate',
    {
      *settleGate(job: Job, candidate: Candidate): Program<string> {
        if ((yield* change('source', 'abandon', { candidate })) !== 'done') return 'lost';
        yield* call(push, job, 'source');
        yield* call(mirrorAlias, 'source');
        return (yield* change('source', 'close')) === 'done' ? 'settled' : 'lost';
      },
    },
    'a settle looks for a verdict that its run did not live to record',
    {
      breaks: 'a rejected version passes',
      runs: [chain(2), retryGate(2), chain(2)],
      troubles: { crashes: 1 },
    },
  ),
  {
    rule: 'a settle gives the attempt up before it looks for a verdict',
    without: {
      [`${release}/procedures/settle-gate`]: (real: {
        settleGate: (job: Job, candidate: Candidate, attempt: number) => Program<unknown>;
      }) => ({
        *settleGate(job: Job, candidate: Candidate, attempt: number): Program<unknown> {
          const early = yield* readVerdict(candidate, attempt);
          if (early !== null) return yield* call(real.settleGate, job, candidate, attempt);
          if ((yield* change('source', 'abandon', { candidate })) !== 'done') return 'lost';
          yield* call(push, job, 'source');
          yield* call(mirrorAlias, 'source');
          return (yield* change('source', 'close')) === 'done' ? 'settled' : 'lost';
        },
      }),
    },
    breaks: 'a rejected version passes',
    runs: [chain(2), override(2)],
    troubles: { expiries: 1 },
  },
  {
    rule: 'an image is looked for before it is deployed',
    without: { [`${release}/effect`]: (real: object) => ({ ...real, findDigest: unasked('there') }) },
    breaks: 'an image is deployed that is not in the registry',
    runs: [chain(2)],
    part: { missing: [1] },
  },
  {
    rule: 'the version is proven again after it was measured',
    without: {
      './explore/checks': (real: object) => ({
        ...real,
        *checks(job: CandidateJob, revision: string): Program<Verdict> {
          if ((yield* awaitRollout('source', job.candidate, revision)) !== 'ready') return 'error';
          return (yield { kind: 'measure', candidate: job.candidate.modelVersion } as never) as Verdict;
        },
      }),
    },
    breaks: 'a pass is recorded for another version than was measured',
    runs: [chain(2)],
    troubles: { edits: 1 },
  },
];
