import { change, findDigest, look, type Program } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { holds } from '../record';
import { close, type Settled } from './close';
import { mirrorAlias, mirrorTags } from './mirror';
import { push } from './push';

/**
 * Finishes what a run left open where candidates are promoted to; the caller holds that lock.
 *
 * @internal
 */
export function* settleTarget(job: Job): Program<Settled> {
  const phase = yield* look('target', (record) => (holds(record, job.holder) ? record.phase : 'lost'));
  switch (phase) {
    case 'idle':
      yield* call(mirrorAlias, 'target');
      return 'settled';
    case 'receiving': {
      if ((yield* call(takeBack, job)) === 'lost') return 'lost';
      if ((yield* call(push, job, 'target')) === 'lost') return 'lost';
      break;
    }
    case 'restoring':
      if ((yield* call(push, job, 'target')) === 'lost') return 'lost';
      break;
    case 'reverting':
      // An undo that did not come to its end; the settle of the pair that begins here would finish it as well.
      if ((yield* call(push, job, 'target')) === 'lost') return 'lost';
      yield* call(mirrorTags, 'target');
      break;
    case 'mirroring':
      break;
    default:
      // Its own candidate is being decided on here: whoever does that settles it.
      return 'lost';
  }
  yield* call(mirrorAlias, 'target');
  return yield* close('target');
}

/**
 * Gives up a roll-out: the record says the baseline again, or that the candidate stays although it was not approved.
 *
 * @returns which of both, as far as the record is concerned; git still has to follow
 * @internal
 */
export function* takeBack(job: Job): Program<'restored' | 'kept' | 'gone' | 'lost'> {
  const { candidate, baseline } = yield* look('target', (record) => ({
    candidate: record.candidate,
    baseline: job.policy.onPromoteFailure === 'restore' ? record.baseline : null,
  }));
  const found = baseline === null ? 'none' : yield* findDigest('target', baseline);
  if (found === 'there') return (yield* change('target', 'restore', { candidate })) === 'done' ? 'restored' : 'lost';
  const kept = yield* change('target', 'keep', {
    candidate,
    hold: found === 'missing' ? 'baseline-missing' : 'roll-out',
  });
  if (kept !== 'done') return 'lost';
  return found === 'missing' ? 'gone' : 'kept';
}
