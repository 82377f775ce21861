import type { CheckCall } from '../core/builder/add-checks';
import type { Image } from '../core/container/image';
import type { Input } from '../core/ref';
import type { Environment } from './environment';
import { type HttpCheckOptions, httpCheck } from './http-check';
import { type LoadCheckOptions, loadCheck } from './load-check';

/**
 * Something that is checked of a candidate in an environment.
 *
 * @public
 */
export interface Check {
  readonly name: string;
  /** @internal */
  readonly call: (where: CheckContext) => CheckCall;
}

/** @internal */
export interface CheckContext {
  readonly environment: Environment;
  readonly modelVersion: Input<string>;
  readonly programImage: Image | undefined;
}

/** @public */
export const Check: {
  /**
   * Waits until exactly the candidate's version answers, sends samples, looks at status, JSON shape and values, and asks
   * for the version again.
   *
   * `fail` is only what the candidate answered; another version at the deadline, or no answer, is `error`.
   *
   * @throws PipelineError MLP3006 for an expectation that can't be one.
   * @example
   * ```ts
   * Check.http({
   *   path: '/predict',
   *   sample: Sample.file(`${__dirname}/food.jpg`, { field: 'file' }),
   *   expect: { status: 200, json: { prediction: { type: 'string', oneOf: ['Bread', 'Soup'] } } },
   * });
   * ```
   */
  readonly http: (options: HttpCheckOptions) => Check;
  /**
   * Puts the candidate under load with k6 and compares how many requests succeeded, and how fast, with limits of yours.
   *
   * Nothing answered is `error`; fewer requests than asked for is `inconclusive`. There are no default limits.
   *
   * @throws PipelineError MLP3006 for a load or limits that can't be, such as a success rate above 1.
   * @see https://grafana.com/docs/k6/latest/
   * @example
   * ```ts
   * Check.load({
   *   path: '/predict',
   *   sample: Sample.file(`${__dirname}/food.jpg`, { field: 'file' }),
   *   send: { requests: 100, concurrency: 10 },
   *   successRate: { above: 0.95 },
   *   p95: { below: Duration.millis(2000) },
   * });
   * ```
   */
  readonly load: (options: LoadCheckOptions) => Check;
} = {
  http: httpCheck,
  load: loadCheck,
};
