import { change, lock, look, type Program } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { holds, type ReleaseRecord } from '../record';
import { close, type Settled } from './close';
import { mirrorSource } from './mirror-source';
import { finishRevert } from './revert';
import { settleDecision } from './settle-decision';
import { settleGate } from './settle-gate';
import { settleTarget } from './settle-target';

/**
 * Finishes what a run left open where candidates are tested; the caller holds that lock.
 *
 * `idle` is written last: a settle that dies itself is settled in its turn.
 *
 * @internal
 */
export function* settleSource(job: Job): Program<Settled> {
  const open = yield* look('source', openDecision(job));
  if (open === 'lost') return 'lost';
  switch (open.phase) {
    case 'idle':
      return 'settled';
    case 'gating':
    case 'overriding':
      return yield* call(settleGate, job, open.candidate, open.attempt);
    case 'gated':
      return yield* call(settleDecision, job, open.candidate, open.attempt);
    case 'reverting':
      if ((yield* call(finishRevert, job, false)) !== 'reverted') return 'lost';
      return yield* close('source');
    case 'promoting':
      // Without a next environment somebody else promotes from here.
      return job.policy.within ? 'lost' : yield* call(settlePromotion, job);
    case 'mirroring':
      return job.policy.within ? yield* call(settleAccepted, job) : 'lost';
    default:
      // Somebody is promoting into this environment: that is settled where it comes from.
      return 'lost';
  }
}

const openDecision = (job: Job) => (record: ReleaseRecord) => {
  const { phase, candidate, attempt } = record;
  if (!holds(record, job.holder)) return 'lost';
  return phase === 'idle' || candidate === null ? { phase: 'idle' as const } : { phase, candidate, attempt };
};

function* settleAccepted(job: Job): Program<Settled> {
  yield* call(mirrorSource, job);
  return yield* close('source');
}

/** Which way a promotion went is known only under the lock of the target. */
function* settlePromotion(job: Job): Program<Settled> {
  if ((yield* lock('target')) === 'timeout') return 'lost';
  const settled = yield* call(settleTarget, job);
  const closed = settled === 'settled' ? yield* close('source') : settled;
  yield* change('target', 'unlock');
  return closed;
}
