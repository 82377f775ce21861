import { isRecord, type JsonRecord, numberAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import { containerEnd, terminatedIn } from './container-end';
import type { PodTrouble } from './pod-trouble';
import { waitingTrouble } from './waiting';

type Found = Omit<PodTrouble, 'where'>;

/** What is asked of a container. @internal */
export interface ContainerRole {
  /** Runs to its end before the others start. */
  readonly init: boolean;
  /** How often it had been restarted when its pod was looked at before; nothing in the first look at a pod. */
  readonly restartsBefore: number | undefined;
  readonly now: Date;
}

/** How long a container has to have run before an unready one is held against it, in milliseconds. */
const startUp = 60_000;

/**
 * What the status of a container says against it, the past included: a container that was killed for its memory and runs
 * again looks healthy in `state`.
 *
 * @throws Trouble if the status is not as the API has it
 * @internal
 */
export function containerTrouble(status: JsonRecord, role: ContainerRole): Found | undefined {
  const { waiting } = isRecord(status.state) ? status.state : {};
  const past = endTrouble(status, role);
  const now = isRecord(waiting) ? waitingTrouble(text(waiting.reason), text(waiting.message)) : undefined;
  if (past?.counts === 'now' && now?.counts === 'now' && past.verdict === 'fail')
    return { ...past, what: `${past.what}; ${now.what}` };
  if (past !== undefined) return past;
  if (now !== undefined) return now;
  return restartTrouble(status, role) ?? (role.init ? initTrouble(status) : readyTrouble(status, role));
}

/** It crashed, now or before its last restart. */
function endTrouble(status: JsonRecord, { init }: ContainerRole): Found | undefined {
  const current = terminatedIn(status.state);
  for (const terminated of [current, terminatedIn(status.lastState)]) {
    if (terminated === undefined) continue;
    const end = containerEnd(terminated);
    if (end.by === 'itself') continue;
    if (end.by === 'platform') return { verdict: 'error', counts: 'now', what: end.what };
    // One that was tried again until it succeeded has done what it is for, unless it wanted more memory than there is.
    if (init && succeeded(current) && terminated.reason !== 'OOMKilled') continue;
    return { verdict: 'fail', counts: 'now', what: end.what };
  }
  return undefined;
}

function restartTrouble(status: JsonRecord, { init, restartsBefore }: ContainerRole): Found | undefined {
  const restarts = restartsOf(status);
  if (restartsBefore !== undefined && restarts > restartsBefore)
    return {
      verdict: 'fail',
      counts: 'now',
      what: `was restarted ${times(restarts - restartsBefore)} during the checks`,
    };
  if (restarts === 0 || init || terminatedIn(status.lastState) !== undefined) return undefined;
  return restartsBefore === undefined
    ? {
        verdict: 'inconclusive',
        counts: 'now',
        what: `was restarted ${times(restarts)}, and nobody knows why any more`,
      }
    : undefined;
}

function initTrouble(status: JsonRecord): Found | undefined {
  if (succeeded(terminatedIn(status.state))) return undefined;
  return { verdict: 'error', counts: 'at-the-deadline', what: 'has not ended yet, and the pod starts after it' };
}

function readyTrouble(status: JsonRecord, { now }: ContainerRole): Found | undefined {
  if (valueAt(status, 'state', 'running') === undefined)
    return { verdict: 'error', counts: 'at-the-deadline', what: 'does not run yet' };
  if (status.ready === true) return undefined;
  const since = Date.parse(text(valueAt(status, 'state', 'running', 'startedAt')));
  const for_ = now.getTime() - since;
  return for_ >= startUp
    ? {
        verdict: 'fail',
        counts: 'at-the-deadline',
        what: `has run for ${Math.round(for_ / 1000)} s and does not get ready`,
      }
    : { verdict: 'error', counts: 'at-the-deadline', what: 'has just started and is not ready yet' };
}

/** @internal */
export function restartsOf(status: unknown): number {
  const restarts = numberAt(status, 'restartCount');
  if (Number.isSafeInteger(restarts) && restarts >= 0) return restarts;
  throw new Trouble(`the API server says that a container was restarted ${restarts} times`);
}

function succeeded(terminated: JsonRecord | undefined): boolean {
  return terminated !== undefined && containerEnd(terminated).by === 'itself';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
