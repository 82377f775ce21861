import { isSame } from '../candidate';
import { change, lock, look, type Program } from '../effect';
import { runOf } from '../holder';
import type { CandidateJob } from '../job';
import type { Outcome } from '../outcome';
import { call } from '../procedure';
import { mirrorSource } from './mirror-source';
import { push } from './push';
import { settleSource } from './settle-source';
import { verdictSoFar } from './verdict-so-far';

/** @internal */
export type Begun =
  /** Deployed as far as git is concerned: now wait for this commit, then measure. */
  | { readonly next: 'measure'; readonly revision: string }
  /** The candidate has a verdict: nothing is deployed, nothing measured again. */
  | { readonly next: 'decide' }
  | { readonly next: 'end'; readonly outcome: Outcome };

/**
 * Takes the environment for a candidate: lock, settle, write down, push.
 *
 * @internal
 */
export function* beginGate(job: CandidateJob): Program<Begun> {
  const { candidate } = job;
  if ((yield* lock('source')) === 'timeout') return { next: 'end', outcome: 'refused' };
  const open = yield* look('source', ({ phase, run, ...record }) => ({
    resumes: phase === 'gating' && run === runOf(job.holder) && isSame(record.candidate, candidate),
  }));
  if (!open.resumes && (yield* call(settleSource, job)) === 'lost') return yield* call(endGate, 'refused');
  const verdict = yield* call(verdictSoFar, candidate);
  const begun = yield* change('source', 'begin', { candidate, verdict });
  if (begun === 'recorded') {
    const reopened = yield* change('source', 'reopen', { candidate, verdict });
    return reopened === 'done' ? { next: 'decide' } : yield* call(endGate, 'refused');
  }
  if (begun !== 'done') return yield* call(endGate, begun === 'lost' || begun === 'busy' ? 'refused' : begun);
  const pushed = yield* call(push, job, 'source');
  if (pushed === 'lost') return yield* call(endGate, 'refused');
  yield* call(mirrorSource, job);
  return { next: 'measure', revision: pushed.revision };
}

function* endGate(outcome: Outcome): Program<Begun> {
  yield* change('source', 'unlock');
  return { next: 'end', outcome };
}
