import { isSame } from '../candidate';
import { change, lock, look, type Program } from '../effect';
import { runOf } from '../holder';
import type { CandidateJob } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import type { Arm } from '../step-outputs';
import { accept } from './accept';
import { passOn } from './pass-on';
import { promote } from './promote';
import { declineCandidate, finishRevert } from './revert';
import { saysOtherwise } from './says-otherwise';
import { settleSource } from './settle-source';
import { verdictSoFar } from './verdict-so-far';

/**
 * Acts on a candidate's recorded verdict: promote, revert or hold. Started by hand it does the same.
 *
 * Where the evidence is an approval it only promotes, see `passOn`. Within one environment a pass is accepted where it was
 * measured, see `accept`.
 *
 * @param arm what the run was told that it would be: if it is something else by now, nothing is done
 * @internal
 */
export function* decide(job: CandidateJob, arm?: Arm): Program<Outcome> {
  const { candidate, holder, policy } = job;
  if (policy.evidence === 'approved') return yield* call(passOn, job, arm);
  if ((yield* lock('source')) === 'timeout') return 'refused';
  const open = yield* look('source', (record) => {
    if (!isSame(record.candidate, candidate)) return 'other';
    if (record.phase === 'gated') return 'gated';
    const resumes = (record.phase === 'promoting' || record.phase === 'reverting') && record.run === runOf(holder);
    return resumes ? record.phase : 'other';
  });
  if (open === 'promoting' && (arm ?? 'promote') === 'promote') return yield* call(promote, job);
  if (open === 'reverting' && (arm ?? 'revert') === 'revert') return yield* call(revertNow, job);
  if (open === 'promoting' || open === 'reverting') return yield* call(end, 'refused');
  if (open === 'other' && (yield* call(settleSource, job)) === 'lost') return yield* call(end, 'refused');

  const verdict = yield* call(verdictSoFar, candidate);
  if (yield* call(saysOtherwise, job, verdict, arm)) return yield* call(end, 'refused');
  const opened = yield* change('source', policy.within ? 'accept' : 'promote', { candidate, verdict });
  if (opened === 'done') return yield* call(policy.within ? accept : promote, job);
  if (opened === 'lost' || opened === 'superseded') return yield* call(end, opened === 'lost' ? 'refused' : opened);

  const declined = yield* call(declineCandidate, job, candidate, verdict);
  if (declined === 'open') return yield* call(revertNow, job);
  return yield* call(end, declined === 'lost' ? 'refused' : declined);
}

function* revertNow(job: CandidateJob): Program<Outcome> {
  const reverted = yield* call(finishRevert, job, true);
  if (reverted !== 'reverted') return yield* call(end, reverted === 'late' ? 'revert-failed' : 'refused');
  yield* change('source', 'finish');
  return 'reverted';
}

function* end(outcome: Outcome): Program<Outcome> {
  yield* change('source', 'unlock');
  return outcome;
}
