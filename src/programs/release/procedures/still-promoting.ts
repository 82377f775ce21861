import { isSame } from '../candidate';
import { look, type Program } from '../effect';
import type { CandidateJob } from '../job';
import { holds } from '../record';

/**
 * Asks the source again, under the lock of the target and before anything of the target is written: while the run waited
 * for that lock, another may have taken its decision from it.
 *
 * @internal
 */
export function* stillPromoting({ candidate, holder }: CandidateJob): Program<boolean> {
  return yield* look(
    'source',
    (record) => holds(record, holder) && record.phase === 'promoting' && isSame(record.candidate, candidate),
  );
}
