import { isSame } from '../candidate';
import type { ChangeAnswer } from '../change';
import { change, lock, look, type Program } from '../effect';
import { runOf } from '../holder';
import type { CandidateJob } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import { promote } from './promote';
import { settleSource } from './settle-source';

/**
 * Promotes a candidate from where nothing is measured: it was promoted to there, it is still there, and a person said so.
 *
 * That person's word only started this: what counts is what the record says now. Where it says otherwise, nothing moves.
 *
 * @internal
 */
export function* passOn(job: CandidateJob): Program<Outcome> {
  const { candidate, holder } = job;
  if ((yield* lock('source')) === 'timeout') return 'refused';
  const resumes = yield* look(
    'source',
    ({ phase, run, ...record }) =>
      phase === 'promoting' && run === runOf(holder) && isSame(record.candidate, candidate),
  );
  if (resumes) return yield* call(promote, job);
  if ((yield* call(settleSource, job)) === 'lost') return yield* call(end, 'refused');
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
