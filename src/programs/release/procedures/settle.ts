import { change, lock, look, type Program } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { mirrorAlias, mirrorTags } from './mirror';
import { mirrorSource } from './mirror-source';
import { settleSource } from './settle-source';
import { settleTarget } from './settle-target';

/** `busy`: somebody holds a lock, who will do it. @internal */
export type SettleAnswer = 'settled' | 'busy' | 'lost';

/**
 * Finishes whatever is open between two environments, or in the only one, and mirrors: at a run's exit, and from time to time.
 *
 * @internal
 */
export function* settle(job: Job): Program<SettleAnswer> {
  if ((yield* lock('source')) === 'timeout') return 'busy';
  const settled = yield* call(settlePair, job);
  yield* change('source', 'unlock');
  return settled;
}

function* settlePair(job: Job): Program<SettleAnswer> {
  if ((yield* call(settleSource, job)) === 'lost') return 'lost';
  // Where nothing is tested, alias and tags are the affair of whoever promotes into it.
  if (job.policy.evidence === 'verdict') {
    yield* call(mirrorSource, job);
    yield* call(mirrorTags, 'source');
  }
  if (job.policy.within) return 'settled';
  const settled = yield* call(settleUndo, job);
  if (settled !== 'settled') return settled;
  yield* call(mirrorAlias, 'target');
  yield* call(mirrorTags, 'target');
  return 'settled';
}

/** An undo works on one environment alone: no promotion is open in the source that would lead to it. */
function* settleUndo(job: Job): Program<SettleAnswer> {
  if (!(yield* look('target', ({ phase }) => phase === 'reverting'))) return 'settled';
  if ((yield* lock('target')) === 'timeout') return 'busy';
  const settled = yield* call(settleTarget, job);
  yield* change('target', 'unlock');
  return settled;
}
