import type { Candidate } from '../candidate';
import { change, type Program, readVerdict } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { close, type Settled } from './close';
import { mirrorSource } from './mirror-source';
import { push } from './push';
import { settleDecision } from './settle-decision';

/**
 * Gives a dead run's attempt up, unless there is a verdict after all.
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
  if ((yield* call(push, job, 'source')) === 'lost') return 'lost';
  yield* call(mirrorSource, job);
  return yield* close('source');
}
