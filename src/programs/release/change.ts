import { guards, type Refusal } from './guards';
import { holds, type ReleaseRecord } from './record';
import type { Request } from './request';
import { type Transition, type TransitionName, transitions } from './transitions';

/** @internal */
export type ChangeAnswer = 'done' | Refusal;

/**
 * What the record has to say next, or why not; the caller writes it with compare-and-set and asks again on a conflict.
 *
 * @returns the same record when there is nothing to write
 * @internal
 */
export function changeRecord(
  record: ReleaseRecord,
  name: TransitionName,
  request: Request,
): { readonly record: ReleaseRecord; readonly answer: ChangeAnswer } {
  const transition: Transition = transitions[name];
  if (holds(record, request.holder) && transition.isDone?.(record, request) === true) return { record, answer: 'done' };
  for (const name of transition.guards) {
    if (!guards[name].holds(record, request)) return { record, answer: guards[name].refusal };
    // After the lock, before the questions that make sense in this phase only.
    if (name === 'lockIsMine' && !transition.from.includes(record.phase)) return { record, answer: 'lost' };
  }
  const raised = transition.raisesToken === true ? { ...record, token: nextToken(record, request.now) } : record;
  const phase = transition.to === 'same' ? record.phase : transition.to;
  return { record: { ...raised, ...transition.change?.(raised, request), phase }, answer: 'done' };
}

/**
 * The next token: the minutes since 1970, or one more than the last.
 *
 * Of a record that was deleted, or put back from a backup, the files in git and the verdicts still know the old tokens.
 * Whatever comes next has to be above them, and more than one a minute there never were.
 */
function nextToken({ token }: ReleaseRecord, now: number): number {
  return Math.max(token + 1, Math.floor(now / 60_000));
}
