import { show } from './check-value';
import { PipelineError } from './error';

/**
 * A length of time. `Duration` of cdk8s is one.
 *
 * @public
 */
export interface TimeSpan {
  toMilliseconds(options?: { readonly integral?: boolean }): number;
}

/**
 * Whole seconds, at least one. Throws MLP1301.
 *
 * @internal
 */
export function secondsOf(span: TimeSpan, what: string, at?: string): number {
  const given = typeof span === 'object' && typeof span?.toMilliseconds === 'function';
  const seconds = given ? span.toMilliseconds({ integral: false }) / 1000 : Number.NaN;
  if (!Number.isSafeInteger(seconds) || seconds < 1) {
    throw new PipelineError({
      code: 'MLP1301',
      message: `${what} is ${given ? `${seconds} s` : show(span)}`,
      expected: 'a Duration of whole seconds, at least one: Duration.minutes(30)',
      actual: span,
      at,
    });
  }
  return seconds;
}
