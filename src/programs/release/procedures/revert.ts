import type { Candidate } from '../candidate';
import { decline } from '../decision';
import { awaitRollout, change, findDigest, look, type Program } from '../effect';
import type { Job } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import type { VerdictEntry } from '../verdict-book';
import { mirrorTags } from './mirror';
import { mirrorSource } from './mirror-source';
import { push } from './push';

/**
 * Writes down what becomes of a candidate that may not be promoted: out, if what comes in its place is still in the
 * registry, else held.
 *
 * @returns `open` when the world has to follow, else how it ended
 * @internal
 */
export function* declineCandidate(
  job: Job,
  candidate: Candidate,
  verdict: VerdictEntry | null,
): Program<'open' | 'lost' | Outcome> {
  const decision = yield* look('source', (record) => decline(record, candidate, verdict, job.policy));
  if (decision.act === 'nothing') return decision.outcome;
  const gone = decision.act === 'revert' && (yield* findDigest('source', decision.release)) === 'missing';
  if (decision.act === 'revert' && !gone) {
    const { release } = decision;
    return (yield* change('source', 'revert', { candidate, release })) === 'done' ? 'open' : 'lost';
  }
  const hold = decision.act === 'hold' ? decision.reason : 'baseline-missing';
  if ((yield* change('source', 'hold', { candidate, hold })) !== 'done') return 'lost';
  yield* call(mirrorTags, 'source');
  return decision.act === 'hold' ? decision.outcome : 'revert-failed';
}

/**
 * Makes the world follow an open revert; closing it is left to the caller.
 *
 * @returns `late` if the baseline does not run yet: the revert stays open for the next settle
 * @internal
 */
export function* finishRevert(job: Job, wait: boolean): Program<'reverted' | 'late' | 'lost'> {
  const pushed = yield* call(push, job, 'source');
  if (pushed === 'lost') return 'lost';
  const release = yield* look('source', ({ deployed }) => deployed);
  if (wait && release !== null) {
    if ((yield* awaitRollout('source', release, pushed.revision)) !== 'ready') return 'late';
  }
  // Whoever takes the lock from here may be promoting into it: what is deployed then was not approved yet.
  yield* call(mirrorSource, job);
  yield* call(mirrorTags, 'source');
  return 'reverted';
}
