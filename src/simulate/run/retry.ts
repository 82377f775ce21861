import { evaluateCondition } from '../../expr/argo/expression';
import { createScope } from '../../expr/argo/scope';
import type { Backoff, RetryStrategy } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import { secondsOrDuration } from '../world/duration';
import { attemptsOf } from './attempts';
import { humanDuration } from './human-duration';
import { markPhase } from './mark';
import { isFulfilled, isOver, isUnsuccessful, type Node } from './node';
import { deadlineOf, isPastDeadline, now, type Run, wakeAt } from './run';
import { isTransient } from './transient';
import { words } from './words';

/** Whether a retried node goes on: with an attempt, later, or not at all; and until when an attempt may run. @internal */
export type RetryLook =
  | { readonly goesOn: true; readonly until?: number | undefined }
  | { readonly goesOn: false }
  | { readonly problem: string };

const goesOn: RetryLook = { goesOn: true };

/** Judges a retried node by its last attempt. @internal */
export function judgeRetry(run: Run, node: Node, strategy: RetryStrategy): RetryLook {
  if (isOver(node.phase)) return goesOn;
  const attempts = attemptsOf(node);
  const last = attempts.at(-1);
  if (last === undefined) return goesOn;
  if (last.daemoned) node.daemoned = true;
  if (!isOver(last.phase)) {
    if (last.daemoned) markPhase(run, node, last.phase);
    return goesOn;
  }
  const end = (message: string): RetryLook => {
    markPhase(run, node, last.phase, message);
    return goesOn;
  };
  if (!isUnsuccessful(last.phase)) {
    node.outputs = last.outputs;
    markPhase(run, node, 'Succeeded');
    return goesOn;
  }
  if (run.shutdown !== undefined) return end(`Stopped with strategy '${run.shutdown}'`);
  if (isPastDeadline(run)) return end(`retry exceeded workflow deadline ${goTime(deadlineOf(run) ?? 0)}`);
  let until: number | undefined;
  if (strategy.backoff !== undefined && strategy.backoff !== null) {
    const pause = pauseOf(strategy.backoff, attempts);
    if (typeof pause === 'string') return { problem: pause };
    until = pause.until;
    const waitsUntil = (last.finishedAt ?? 0) + pause.time;
    if (until !== undefined && now(run) > until) return end('Max duration limit exceeded');
    if (until !== undefined && waitsUntil > until) return end('Backoff would exceed max duration limit');
    const limit = limitOf(strategy);
    // Without a limit nobody waits, as in Argo.
    if (now(run) < waitsUntil && limit !== undefined && attempts.length <= limit) {
      const message = `Backoff for ${humanDuration(pause.time)}`;
      if (node.message !== message) wakeAt(run, waitsUntil);
      markPhase(run, node, node.phase, message);
      return { goesOn: false };
    }
    markPhase(run, node, node.phase, '');
  }
  const policy = policyOf(strategy, last);
  if ('problem' in policy) return policy;
  if ((last.phase === 'Failed' && !policy.onFailed) || (last.phase === 'Error' && !policy.onError))
    return end(last.message);
  const limit = limitOf(strategy);
  if (limit !== undefined && attempts.length > limit) return end('No more retries left');
  if (strategy.expression !== undefined && strategy.expression !== '') {
    const again = evaluateCondition(strategy.expression, createScope(undefined, lastRetry(attempts, '-1')));
    if (!again.ok) return { problem: words(run.world, again.problem) };
    if (!again.value && isFulfilled(last)) return end('retryStrategy.expression evaluated to false');
  }
  return { goesOn: true, until };
}

/** What an attempt, or the expression for one, knows of the attempt before. @internal */
export function lastRetry(attempts: readonly Node[], unknownExitCode: string): readonly (readonly [string, string])[] {
  const last = attempts.at(-1);
  const seconds = last?.finishedAt === undefined ? 0 : (last.finishedAt - last.startedAt) / 1_000;
  return [
    ['retries', String(Math.max(0, attempts.length - 1))],
    ['lastRetry.exitCode', last?.outputs?.exitCode ?? unknownExitCode],
    ['lastRetry.status', last?.phase ?? ''],
    ['lastRetry.duration', String(seconds)],
    ['lastRetry.message', last?.message ?? ''],
  ];
}

function limitOf({ limit }: RetryStrategy): number | undefined {
  const text = anyString(limit);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/** How long the next attempt waits, and when there are no more. */
function pauseOf(
  { duration, factor, cap, maxDuration }: Backoff,
  attempts: readonly Node[],
): { readonly time: number; readonly until: number | undefined } | string {
  const bad = (text: string) => `unable to parse ${text} as a duration: time: invalid duration ${JSON.stringify(text)}`;
  const first = attempts[0];
  let until: number | undefined;
  if (maxDuration !== undefined && maxDuration !== '' && first !== undefined) {
    const longest = secondsOrDuration(maxDuration);
    if (longest === undefined) return bad(maxDuration);
    until = first.startedAt + longest;
  }
  if (duration === undefined || duration === '') return 'no base duration specified for retryStrategy';
  const base = secondsOrDuration(duration);
  if (base === undefined) return bad(duration);
  const times = factor === undefined ? 0 : Number(factor);
  let time = times > 0 ? base * times ** (attempts.length - 1) : base;
  const most = cap === undefined || cap === '' ? undefined : secondsOrDuration(cap);
  if (cap !== undefined && cap !== '' && most === undefined) return bad(cap);
  if (most !== undefined) time = Math.min(time, most);
  return { time, until };
}

function policyOf(
  { retryPolicy, expression }: RetryStrategy,
  last: Node,
): { readonly onFailed: boolean; readonly onError: boolean } | { readonly problem: string } {
  const policy = retryPolicy ?? (expression === undefined || expression === '' ? 'OnFailure' : 'Always');
  const transient = policy === 'OnTransientError' && isTransient(last.message);
  if (!['Always', 'OnError', 'OnFailure', 'OnTransientError'].includes(policy))
    return { problem: `${policy} is not a valid RetryPolicy` };
  return {
    onFailed: policy === 'Always' || policy === 'OnFailure' || transient,
    onError: policy === 'Always' || policy === 'OnError' || transient,
  };
}

function goTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
