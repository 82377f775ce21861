import { isSame } from '../candidate';
import { change, findDigest, lock, look, type Program } from '../effect';
import type { CandidateJob } from '../job';
import { call } from '../procedure';
import type { UndoOutcome } from '../undo-outcome';
import { finishRevert } from './revert';

/**
 * Takes back what was released to an environment: what it replaced is deployed again, and the version is rejected there.
 *
 * It works on one record, that of the environment, wherever that stands in a promotion. It settles nothing, so that its
 * account needs no other environment: while something else is open, nothing is done.
 *
 * @internal
 */
export function* undo(job: CandidateJob): Program<UndoOutcome> {
  if ((yield* lock('source')) === 'timeout') return 'busy';
  const opened = yield* call(open, job);
  if (opened !== 'open') return yield* call(end, opened);
  const reverted = yield* call(finishRevert, job, true);
  // Stays open for the next settle, or the next undo, when the baseline does not run yet.
  if (reverted !== 'reverted') return yield* call(end, reverted === 'late' ? 'revert-failed' : 'lost');
  yield* change('source', 'finish');
  return 'reverted';
}

function* open({ candidate, policy }: CandidateJob): Program<'open' | UndoOutcome> {
  const { isLive, release } = yield* look('source', (record) => ({
    isLive: record.phase === 'idle' && isSame(record.candidate, candidate) && isSame(record.deployed, candidate),
    release: record.baseline ?? (policy.noBaseline === 'initial' ? policy.initial : null),
  }));
  if (isLive && release === null) return 'no-baseline';
  if (isLive && release !== null && (yield* findDigest('source', release)) === 'missing') return 'baseline-missing';
  const opened = yield* change('source', 'undo', { candidate, release });
  if (opened === 'done') return 'open';
  return opened === 'superseded' || opened === 'lost' ? opened : 'refused';
}

function* end(outcome: UndoOutcome): Program<UndoOutcome> {
  yield* change('source', 'unlock');
  return outcome;
}
