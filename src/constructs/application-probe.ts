import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { secondsOf } from '../core/time-span';
import type { Probe } from '../schemas/kubernetes/types';
import type { HttpProbe } from './http-probe';

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
