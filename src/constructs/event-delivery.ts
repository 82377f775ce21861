import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';
import { secondsOf, type TimeSpan } from '../core/time-span';
import type { TriggerToEmit } from '../engines/kubernetes/event-engine';

/** What becomes of an event that no run could be created for at once. Not on Tekton. @public */
export interface EventDelivery {
  /** How many runs may start in a time; events beyond it wait. @default - all at once */
  readonly rateLimit?: { readonly runs: number; readonly per: 'second' | 'minute' | 'hour' } | undefined;
  /** How often creating a run is tried again, and how long after the first failure; twice as long each time. @default 3 times, after 10 seconds */
  readonly retry?: { readonly limit: number; readonly after?: TimeSpan | undefined } | undefined;
  /** Who is told by a POST when no run could be created: id, source and time of the events, never their bodies. @default - nobody */
  readonly deadLetter?: { readonly url: string; readonly token?: KeyOf | undefined } | undefined;
}

/** Throws MLP3063, MLP1210 or MLP1301 for what can't be. @internal */
export function checkedDelivery(
  { rateLimit, retry, deadLetter }: EventDelivery,
  at: string,
): Pick<TriggerToEmit, 'rateLimit' | 'retry' | 'deadLetter'> {
  return {
    rateLimit: rateLimit && checkedRate(rateLimit, at),
    retry: retry && checkedRetry(retry, at),
    deadLetter: deadLetter && checkedDeadLetter(deadLetter, at),
  };
}

function checkedRate(rate: NonNullable<EventDelivery['rateLimit']>, at: string): typeof rate {
  checkProps(rate, ['runs', 'per'], 'rateLimit', at);
  if (Number.isSafeInteger(rate.runs) && rate.runs >= 1 && ['second', 'minute', 'hour'].includes(rate.per)) return rate;
  throw new PipelineError({
    code: 'MLP3063',
    message: `rateLimit is ${show(rate.runs)} per ${show(rate.per)}`,
    expected: "a whole number from 1, per 'second', 'minute' or 'hour'",
    actual: rate,
    at,
  });
}

function checkedRetry(retry: NonNullable<EventDelivery['retry']>, at: string): { limit: number; seconds: number } {
  checkProps(retry, ['limit', 'after'], 'retry', at);
  const { limit, after } = retry;
  if (Number.isSafeInteger(limit) && limit >= 0 && limit <= 10)
    return { limit, seconds: after === undefined ? 10 : secondsOf(after, 'the time before a retry', at) };
  throw new PipelineError({
    code: 'MLP1210',
    message: `creating a run is tried again ${show(limit)} times`,
    expected: 'a whole number from 0 to 10',
    actual: limit,
    at,
  });
}

function checkedDeadLetter(
  given: { readonly url: string; readonly token?: KeyOf | undefined },
  at: string,
): { url: string; token: KeyOf | undefined } {
  checkProps(given, ['url', 'token'], 'deadLetter', at);
  const { url, token } = given;
  const safe = typeof url === 'string' && /^https?:\/\/[\w.:-]+(?:\/[\w./-]*)?$/.test(url);
  const isSecret = token === undefined || (typeof token === 'object' && token?.from === 'secret');
  if (safe && isSecret) return { url, token };
  throw new PipelineError({
    code: 'MLP3063',
    message: `deadLetter is ${safe ? `authorized by ${show(token)}` : `told at ${show(url)}`}`,
    expected: safe
      ? "the whole Authorization header from a Secret: secretKey('oncall', 'authorization')"
      : 'an address without a query; what is secret goes into token',
    at,
  });
}
