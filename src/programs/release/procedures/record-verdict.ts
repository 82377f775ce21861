import type { Verdict } from '../../verdict';
import { isSame } from '../candidate';
import { change, look, type Program, writeVerdict } from '../effect';
import type { CandidateJob } from '../job';
import { call } from '../procedure';
import { holds } from '../record';
import type { RecordedVerdict } from '../verdict-book';

/**
 * Writes down what a gate measured: first into the verdict book, then the record takes it over.
 *
 * Takes the lock from its own run only: who lost it measured what somebody else deployed.
 *
 * @param alone whether nobody decides in this run: then the lock is given back
 * @returns the verdict that stands, which is not the given one if the attempt had one before
 * @internal
 */
export function* recordVerdict(
  job: CandidateJob,
  measured: Verdict,
  alone: boolean,
): Program<RecordedVerdict | 'lost'> {
  const { candidate, holder } = job;
  if ((yield* change('source', 'inherit')) !== 'done') return 'lost';
  const attempt = yield* look('source', (record) => {
    const open = record.phase === 'gating' || record.phase === 'gated';
    return open && holds(record, holder) && isSame(record.candidate, candidate) ? record.attempt : 'lost';
  });
  if (attempt === 'lost') return yield* call(leaveLost);
  const verdict = yield* writeVerdict(candidate, attempt, measured);
  if ((yield* change('source', 'record', { candidate, verdict })) !== 'done') return yield* call(leaveLost);
  if (alone) yield* change('source', 'unlock');
  return verdict.verdict;
}

function* leaveLost(): Program<'lost'> {
  yield* change('source', 'unlock');
  return 'lost';
}
