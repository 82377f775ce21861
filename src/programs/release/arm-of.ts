import { type Candidate, isSame } from './candidate';
import { decline } from './decision';
import { guards } from './guards';
import type { Policy } from './job';
import type { ReleaseRecord } from './record';
import { requestOf } from './request';
import type { Arm } from './step-outputs';
import { type Transition, type TransitionName, transitions } from './transitions';
import type { VerdictEntry } from './verdict-book';

/**
 * Which way a candidate goes by record, verdict and policy alone: what `decide` does under the lock, and what a run is told
 * before it, so that it starts the right steps.
 *
 * @returns `nothing` where the candidate is not the one that is deployed, and nothing is left to do about it
 *
 * @internal
 */
export function armOf(
  record: ReleaseRecord,
  candidate: Candidate,
  verdict: VerdictEntry | null,
  policy: Policy,
): Arm | 'nothing' {
  if (!isSame(record.candidate, candidate)) return 'nothing';
  switch (record.phase) {
    case 'promoting':
      return 'promote';
    case 'reverting':
      return 'revert';
    case 'mirroring':
      return policy.within ? 'promote' : 'hold';
    case 'idle':
    case 'gated':
      if (mayPromote(record, candidate, verdict, policy)) return 'promote';
      if (policy.evidence === 'approved') return 'hold';
      return decline(record, candidate, verdict, policy).act;
    default:
      return 'hold';
  }
}

/** What a candidate that may go on goes on by. */
function goingOn({ evidence, within }: Policy): TransitionName {
  if (within) return 'accept';
  return evidence === 'approved' ? 'pass-on' : 'promote';
}

/** Whether all conditions hold but the one that only who has the lock meets. */
function mayPromote(
  record: ReleaseRecord,
  candidate: Candidate,
  verdict: VerdictEntry | null,
  policy: Policy,
): boolean {
  const { from, guards: names }: Transition = transitions[goingOn(policy)];
  const request = requestOf({ holder: '', now: 0, expires: 0 }, { candidate, verdict });
  if (!from.includes(record.phase)) return false;
  return names.every((name) => name === 'lockIsMine' || guards[name].holds(record, request));
}
