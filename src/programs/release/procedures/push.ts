import { look, type Program, pushRelease, type Side } from '../effect';
import type { Job } from '../job';
import { holds } from '../record';

/** @internal */
export type PushResult = { readonly revision: string } | 'lost';

/**
 * Makes git say what the record says.
 *
 * What and with which token is read from the record in one look, never taken from what the run meant to deploy: since then
 * somebody else may have got the lock. The file refuses a token lower than its own.
 *
 * @internal
 */
export function* push(job: Job, side: Side): Program<PushResult> {
  const wanted = yield* look(side, (record) =>
    holds(record, job.holder) ? { release: record.deployed, token: record.token } : 'lost',
  );
  if (wanted === 'lost') return 'lost';
  if (wanted.release === null) return { revision: '' };
  const answer = yield* pushRelease(side, wanted.release, wanted.token);
  return answer === 'behind' ? 'lost' : answer;
}
