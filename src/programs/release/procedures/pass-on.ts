import { isSame } from '../candidate';
import type { ChangeAnswer } from '../change';
import { change, lock, look, type Program } from '../effect';
import { runOf } from '../holder';
import type { CandidateJob } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import type { Arm } from '../step-outputs';
import { promote } from './promote';
import { saysOtherwise } from './says-otherwise';
import { settleSource } from './settle-source';

/**
 * Promotes a candidate from where nothing is measured: it was promoted to there, it is still there, and a person said so.
 *
 * That person's word only started this: what counts is what the record says now. Where it says otherwise, nothing moves.
 *
 * @param arm as for `decide`
 * @internal
 */
export function* passOn(job: CandidateJob, arm?: Arm): Program<Outcome> {
  const { candidate, holder } = job;
  if ((yield* lock('source')) === 'timeout') return 'refused';
  const resumes = yield* look(
    'source',
    ({ phase, run, ...record }) =>
      phase === 'promoting' && run === runOf(holder) && isSame(record.candidate, candidate),
  );
  if (!resumes && (yield* call(settleSource, job)) === 'lost') return yield* call(end, 'refused');
  if (yield* call(saysOtherwise, job, null, arm)) return yield* call(end, 'refused');
  if (resumes) return yield* call(promote, job);
  const opened = yield* change('source', 'pass-on', { candidate });
  return opened === 'done' ? yield* call(promote, job) : yield* call(end, outcomeOf(opened));
}

function outcomeOf(refusal: Exclude<ChangeAnswer, 'done'>): Outcome {
  return refusal === 'superseded' || refusal === 'rejected' || refusal === 'held' ? refusal : 'refused';
}

function* end(outcome: Outcome): Program<Outcome> {
  yield* change('source', 'unlock');
  return outcome;
}
