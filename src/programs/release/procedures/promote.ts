import { isSame } from '../candidate';
import { awaitRollout, change, findDigest, lock, look, type Program } from '../effect';
import { runOf } from '../holder';
import type { CandidateJob } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import { leave } from './leave';
import { mirrorAlias } from './mirror';
import { push } from './push';
import { settleTarget, takeBack } from './settle-target';
import { stillPromoting } from './still-promoting';

/**
 * Carries out a promotion that the source's record has written down, and gives both locks back.
 *
 * @internal
 */
export function* promote(job: CandidateJob): Program<Outcome> {
  const { candidate, holder } = job;
  if ((yield* lock('target')) === 'timeout') return yield* call(end, 'refused', true);
  const resumes = yield* look(
    'target',
    ({ phase, run, ...record }) =>
      phase === 'receiving' && run === runOf(holder) && isSame(record.candidate, candidate),
  );
  if (!resumes && (yield* call(settleTarget, job)) === 'lost') return yield* call(end, 'refused', false);
  // One that is rolled out already is not taken back for it.
  if (!resumes && (yield* findDigest('target', candidate)) === 'missing')
    return yield* call(end, 'promote-failed', true);
  if (!(yield* call(stillPromoting, job))) return yield* call(end, 'refused', false);
  const received = yield* change('target', 'receive', { candidate });
  if (received === 'recorded') return yield* call(mirrorAndEnd);
  if (received === 'superseded' || received === 'rejected') return yield* call(end, received, true);
  if (received !== 'done') return yield* call(end, 'refused', received === 'refused');
  const pushed = yield* call(push, job, 'target');
  if (pushed === 'lost') return yield* call(end, 'refused', false);
  if ((yield* awaitRollout('target', candidate, pushed.revision)) !== 'ready') return yield* call(failPromotion, job);
  if ((yield* change('target', 'approve', { candidate })) !== 'done') return yield* call(end, 'refused', false);
  return yield* call(mirrorAndEnd);
}

function* mirrorAndEnd(): Program<Outcome> {
  yield* call(mirrorAlias, 'target');
  return yield* call(end, 'promoted', true);
}

function* failPromotion(job: CandidateJob): Program<Outcome> {
  const taken = yield* call(takeBack, job);
  if (taken === 'lost') return yield* call(end, 'refused', false);
  const pushed = yield* call(push, job, 'target');
  if (pushed === 'lost') return yield* call(end, 'refused', false);
  if (taken === 'gone') return yield* call(end, 'restore-failed', true);
  if (taken === 'kept') return yield* call(end, 'promote-failed', true);
  const baseline = yield* look('target', ({ deployed }) => deployed);
  const rollout = baseline === null ? 'ready' : yield* awaitRollout('target', baseline, pushed.revision);
  // Stays open for the next settle when the baseline does not run yet.
  return rollout === 'ready' ? yield* call(end, 'promote-failed', true) : yield* call(end, 'restore-failed', false);
}

function* end(outcome: Outcome, close: boolean): Program<Outcome> {
  yield* call(leave, close);
  return outcome;
}
