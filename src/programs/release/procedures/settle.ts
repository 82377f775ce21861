import { change, lock, type Program } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { mirrorAlias, mirrorTags } from './mirror';
import { settleSource } from './settle-source';

/**
 * Finishes whatever is open between two environments and mirrors both: at a run's exit, and from time to time.
 *
 * @internal
 */
export function* settle(job: Job): Program<'settled' | 'busy' | 'lost'> {
  if ((yield* lock('source')) === 'timeout') return 'busy';
  const settled = yield* call(settleSource, job);
  if (settled === 'settled') {
    // Where nothing is tested, alias and tags are the affair of whoever promotes into it.
    if (job.policy.evidence === 'verdict') {
      yield* call(mirrorAlias, 'source');
      yield* call(mirrorTags);
    }
    yield* call(mirrorAlias, 'target');
  }
  yield* change('source', 'unlock');
  return settled;
}
