import type { Candidate } from '../candidate';
import { type Program, readVerdict } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { approves } from '../verdict-book';
import { close, type Settled } from './close';
import { mirrorSource } from './mirror-source';
import { declineCandidate, finishRevert } from './revert';

/** A pass stays recorded for whoever promotes it, if there is anywhere to go; everything else is acted on as its own run would have. @internal */
export function* settleDecision(job: Job, candidate: Candidate, attempt: number): Program<Settled> {
  const verdict = yield* readVerdict(candidate, attempt);
  if (verdict !== null && approves(verdict)) {
    // In the only environment it is approved by that, whoever lives to say so.
    if (job.policy.within) yield* call(mirrorSource, job);
    return yield* close('source');
  }
  const declined = yield* call(declineCandidate, job, candidate, verdict);
  if (declined === 'lost') return 'lost';
  if (declined === 'open' && (yield* call(finishRevert, job, false)) !== 'reverted') return 'lost';
  return yield* close('source');
}
