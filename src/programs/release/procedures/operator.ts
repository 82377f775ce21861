import type { ChangeAnswer } from '../change';
import { change, lock, type Program } from '../effect';
import type { CandidateJob } from '../job';
import { call } from '../procedure';
import { mirrorTags } from './mirror';
import { settleSource } from './settle-source';

/** What an operator is told; every word but `done` is red. @internal */
export type OperatorAnswer = ChangeAnswer;

/**
 * Lets a candidate that is held for want of a verdict be measured again: the next gate may begin.
 *
 * @internal
 */
export function* retryGate(job: CandidateJob): Program<OperatorAnswer> {
  return yield* call(operate, job, 'retry-gate');
}

/**
 * Takes back a rejection: the candidate may be gated again, and without that it is not promoted.
 *
 * @internal
 */
export function* releaseHold(job: CandidateJob): Program<OperatorAnswer> {
  return yield* call(operate, job, 'release-hold');
}

function* operate(job: CandidateJob, transition: 'retry-gate' | 'release-hold'): Program<OperatorAnswer> {
  const ready = yield* call(settled, job);
  if (ready !== 'done') return ready;
  const answer = yield* change('source', transition, { candidate: job.candidate });
  if (answer === 'done') yield* call(mirrorTags, 'source');
  yield* change('source', 'unlock');
  return answer;
}

function* settled(job: CandidateJob): Program<'done' | 'busy' | 'lost'> {
  if ((yield* lock('source')) === 'timeout') return 'busy';
  if ((yield* call(settleSource, job)) === 'settled') return 'done';
  yield* change('source', 'unlock');
  return 'lost';
}
