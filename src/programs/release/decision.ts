import { type Candidate, isSame } from './candidate';
import type { Policy } from './job';
import type { Outcome } from './outcome';
import { type HoldReason, isRejected, type ReleaseRecord } from './record';
import { counts, type VerdictEntry } from './verdict-book';

/**
 * What becomes of a candidate that may not be promoted.
 *
 * @internal
 */
export type Decision =
  | { readonly act: 'revert'; readonly release: Candidate }
  | { readonly act: 'hold'; readonly reason: HoldReason; readonly outcome: Outcome }
  /** It is not deployed any more. */
  | { readonly act: 'nothing'; readonly outcome: Outcome };

/** Decides by record, verdict book and policy alone, never by what an engine handed on. @internal */
export function decline(
  record: ReleaseRecord,
  candidate: Candidate,
  entry: VerdictEntry | null,
  policy: Policy,
): Decision {
  const verdict = counts(record, entry) ? entry.verdict : 'no-verdict';
  const rejected = isRejected(record, candidate);
  if (!isSame(record.deployed, candidate)) return { act: 'nothing', outcome: rejected ? 'rejected' : 'held' };
  // It was promoted to here and nobody judged it here: that is no reason to hold it.
  if (verdict === 'no-verdict' && isSame(record.good, candidate)) return { act: 'nothing', outcome: 'held' };
  if (record.hold !== null) return { act: 'hold', reason: record.hold.reason, outcome: 'held' };
  if (rejected || goesBack(verdict, policy)) {
    const release = record.baseline ?? (policy.noBaseline === 'initial' ? policy.initial : null);
    if (release !== null) return { act: 'revert', release };
    return { act: 'hold', reason: 'no-baseline', outcome: policy.noBaseline === 'fail' ? 'revert-failed' : 'held' };
  }
  return {
    act: 'hold',
    reason: verdict === 'error' || verdict === 'inconclusive' ? verdict : 'no-verdict',
    outcome: 'held',
  };
}

function goesBack(verdict: VerdictEntry['verdict'] | 'no-verdict', { onError, onInconclusive }: Policy): boolean {
  if (verdict === 'error') return onError === 'revert';
  if (verdict === 'inconclusive') return onInconclusive === 'revert';
  return verdict === 'fail';
}
