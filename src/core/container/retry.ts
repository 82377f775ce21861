import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { secondsOf, type TimeSpan } from '../time-span';

/**
 * When and how often a step is tried again.
 *
 * @public
 */
export interface Retry {
  /** Further attempts after the first. */
  readonly limit: number;
  /**
   * `error`: the engine lost the pod or could not start it; `failure`: the program exited non-zero; `always`: both.
   * A program that is not safe to run twice must not be retried at all: engines may start a pod more than once.
   *
   * @default 'error'
   */
  readonly on?: 'error' | 'failure' | 'always' | undefined;
  readonly backoff?: Backoff | undefined;
}

/** @public */
export interface Backoff {
  /** Wait before the second attempt. @default 10 seconds */
  readonly first?: TimeSpan | undefined;
  /** Each wait is so many times the one before. @default 2 */
  readonly factor?: number | undefined;
  /** Longest wait. @default 5 minutes */
  readonly cap?: TimeSpan | undefined;
}

/** @internal */
export interface RetrySpec {
  readonly limit: number;
  readonly on: 'error' | 'failure' | 'always';
  readonly firstSeconds: number;
  readonly factor: number;
  readonly capSeconds: number;
}

/** @internal */
export function checkRetry(retry: Retry, what: string, at?: string): RetrySpec {
  checkProps(retry, ['limit', 'on', 'backoff'], `the retry of ${what}`, at);
  const { limit, on = 'error', backoff = {} } = retry;
  checkProps(backoff, ['first', 'factor', 'cap'], `the backoff of ${what}`, at);
  const factor = backoff.factor ?? 2;
  const usable =
    Number.isSafeInteger(limit) && limit >= 0 && limit <= 20 && Number.isSafeInteger(factor) && factor >= 1;
  if (!usable || !['error', 'failure', 'always'].includes(on)) {
    throw new PipelineError({
      code: 'MLP1210',
      message: `${what} can't be retried by ${show(retry)}`,
      expected: "a limit from 0 to 20, on 'error', 'failure' or 'always', and a whole backoff factor from 1",
      actual: retry,
      at,
    });
  }
  return {
    limit,
    on,
    firstSeconds: backoff.first === undefined ? 10 : secondsOf(backoff.first, `the first backoff of ${what}`, at),
    factor,
    capSeconds: backoff.cap === undefined ? 300 : secondsOf(backoff.cap, `the longest backoff of ${what}`, at),
  };
}

/** All waiting between attempts, at the most. @internal */
export function waitingSeconds({ limit, firstSeconds, factor, capSeconds }: RetrySpec): number {
  let sum = 0;
  for (let i = 0; i < limit; i++) sum += Math.min(firstSeconds * factor ** i, capSeconds);
  return sum;
}
