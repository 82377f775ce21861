import { type Candidate, isSame } from '../candidate';
import { look, type Program, readVerdict } from '../effect';
import type { VerdictEntry } from '../verdict-book';

/** The verdict of the record's present attempt on a candidate. @internal */
export function* verdictSoFar(candidate: Candidate): Program<VerdictEntry | null> {
  const attempt = yield* look('source', (record) => (isSame(record.candidate, candidate) ? record.attempt : 0));
  return attempt === 0 ? null : yield* readVerdict(candidate, attempt);
}
