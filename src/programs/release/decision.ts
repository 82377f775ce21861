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
  const back = goesBack(verdict, policy);
  const { hold } = record;
  const wasGivenUp = back && verdict === 'no-verdict' && hold?.reason === 'no-verdict' && !hold.retry;
  if (hold !== null && !wasGivenUp) return { act: 'hold', reason: hold.reason, outcome: 'held' };
  if (rejected || back) {
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

function goesBack(verdict: VerdictEntry['verdict'] | 'no-verdict', policy: Policy): boolean {
  const { onError, onInconclusive, within } = policy;
  if (verdict === 'error') return onError === 'revert';
  // Where nothing comes before, what nobody lived to judge answers whoever asks: a gate that died could not judge.
  if (verdict === 'no-verdict') return within && onError === 'revert';
  if (verdict === 'inconclusive') return onInconclusive === 'revert';
  return verdict === 'fail';
}
