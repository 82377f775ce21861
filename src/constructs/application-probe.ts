import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { secondsOf, type TimeSpan } from '../core/time-span';
import type { Probe } from '../schemas/kubernetes/types';

/**
 * A question that the kubelet asks of the application: any answer from 200 to 399 is a yes.
 *
 * @public
 */
export interface HttpProbe {
  /** Path, from the `/` on. */
  readonly path: string;
  /** Time between two questions, in whole seconds. @default 10 seconds */
  readonly period?: TimeSpan | undefined;
  /** Time for an answer, in whole seconds. @default 1 second */
  readonly timeout?: TimeSpan | undefined;
  /** How many noes in a row count. @default 3 */
  readonly failures?: number | undefined;
}

/** A probe of the port `http`. Throws MLP3040. @internal */
export function checkProbe(probe: HttpProbe, what: string, at: string): Probe {
  checkProps(probe, ['path', 'period', 'timeout', 'failures'], what, at);
  const { path, period, timeout, failures = 3 } = probe;
  if (typeof path !== 'string' || !/^\/[\x21-\x7e]*$/.test(path)) {
    throw new PipelineError({
      code: 'MLP3040',
      message: `the path of ${what} is ${show(path)}`,
      expected: "a path without spaces, from the / on: '/version'",
      actual: path,
      at,
    });
  }
  if (!Number.isSafeInteger(failures) || failures < 1) {
    throw new PipelineError({
      code: 'MLP3040',
      message: `${what} fails after ${show(failures)} noes`,
      expected: 'a whole number from 1 on',
      actual: failures,
      at,
    });
  }
  return {
    httpGet: { path, port: 'http' },
    periodSeconds: period === undefined ? 10 : secondsOf(period, `the period of ${what}`, at),
    timeoutSeconds: timeout === undefined ? 1 : secondsOf(timeout, `the timeout of ${what}`, at),
    failureThreshold: failures,
  };
}
