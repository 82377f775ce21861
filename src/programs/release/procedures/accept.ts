import { change, type Program } from '../effect';
import type { CandidateJob } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import { mirrorSource } from './mirror-source';

/**
 * Ends a release that the record has accepted where it was measured, and gives the lock back.
 *
 * Nothing is deployed: what passed is what runs. Who dies here has approved it all the same, and the next settle says so
 * to the registry.
 *
 * @internal
 */
export function* accept(job: CandidateJob): Program<Outcome> {
  yield* call(mirrorSource, job);
  yield* change('source', 'finish');
  return 'promoted';
}
