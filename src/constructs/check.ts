import type { CheckCall } from '../core/builder/add-checks';
import type { Image } from '../core/container/image';
import type { Input } from '../core/ref';
import type { Environment } from './environment';
import { type HttpCheckOptions, httpCheck } from './http-check';

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
} = {
  http: httpCheck,
};
