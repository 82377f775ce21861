import { armOf } from '../arm-of';
import { look, type Program } from '../effect';
import type { CandidateJob } from '../job';
import type { Arm } from '../step-outputs';
import type { VerdictEntry } from '../verdict-book';

/** Asks under the lock whether a run that was told of one way is on it by mistake; who was told nothing never is. @internal */
export function* saysOtherwise(
  { candidate, policy }: CandidateJob,
  verdict: VerdictEntry | null,
  told: Arm | undefined,
): Program<boolean> {
  if (told === undefined) return false;
  const now = yield* look('source', (record) => armOf(record, candidate, verdict, policy));
  return now !== told && now !== 'nothing';
}
