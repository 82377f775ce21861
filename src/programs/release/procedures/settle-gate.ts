import type { Candidate } from '../candidate';
import { decline } from '../decision';
import { change, findDigest, look, type Program, readVerdict } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { close, type Settled } from './close';
import { mirrorSource } from './mirror-source';
import { push } from './push';
import { finishRevert } from './revert';
import { settleDecision } from './settle-decision';

/**
 * Gives a dead run's attempt up, unless there is a verdict after all. In the only environment that is an error like others.
 *
 * In this order: a verdict that was written before the record gave up is seen here, one that comes later does not count.
 *
 * @internal
 */
export function* settleGate(job: Job, candidate: Candidate, attempt: number): Program<Settled> {
  if ((yield* change('source', 'abandon', { candidate })) !== 'done') return 'lost';
  const verdict = yield* readVerdict(candidate, attempt);
  if (verdict !== null) {
    if ((yield* change('source', 'record', { candidate, verdict })) !== 'done') return 'lost';
    return yield* call(settleDecision, job, candidate, attempt);
  }
  const given = yield* call(giveBack, job, candidate);
  if (given === 'lost') return 'lost';
  if (given === 'open') return (yield* call(finishRevert, job, false)) === 'reverted' ? yield* close('source') : 'lost';
  if ((yield* call(push, job, 'source')) === 'lost') return 'lost';
  yield* call(mirrorSource, job);
  return yield* close('source');
}

/** Opens the revert of what nobody lived to judge, where the policy wants one. */
function* giveBack(job: Job, candidate: Candidate): Program<'open' | 'stays' | 'lost'> {
  const decision = yield* look('source', (record) => decline(record, candidate, null, job.policy));
  if (decision.act !== 'revert') return 'stays';
  const { release } = decision;
  if ((yield* findDigest('source', release)) === 'missing') return 'stays';
  return (yield* change('source', 'revert', { candidate, release })) === 'done' ? 'open' : 'lost';
}
