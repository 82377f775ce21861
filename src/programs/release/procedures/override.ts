import type { ChangeAnswer } from '../change';
import { change, lock, look, type Program, writeVerdict } from '../effect';
import type { CandidateJob } from '../job';

/**
 * Puts somebody's word in the place of a verdict: the candidate may be promoted although no gate passed it.
 *
 * It goes the way of a verdict, through the verdict book, so that the account that promotes cannot do it. It settles
 * nothing, so that its account needs neither git nor the next environment: while something is open it is refused.
 *
 * @internal
 */
export function* override(job: CandidateJob): Program<ChangeAnswer> {
  const { candidate } = job;
  if ((yield* lock('source')) === 'timeout') return 'busy';
  const opened = yield* change('source', 'override', { candidate });
  if (opened !== 'done') {
    yield* change('source', 'unlock');
    return opened;
  }
  const attempt = yield* look('source', (record) => record.attempt);
  const verdict = yield* writeVerdict(candidate, attempt, 'override');
  // Another word stands where a gate of this very run was here before.
  const recorded =
    verdict.verdict === 'override' ? yield* change('source', 'record', { candidate, verdict }) : 'refused';
  yield* change('source', 'unlock');
  return recorded;
}
