import type { CheckCall } from '../core/builder/add-checks';
import type { Image } from '../core/container/image';
import type { Input } from '../core/ref';
import type { Environment } from './environment';
import { type HttpCheckOptions, httpCheck } from './http-check';
import { type LoadCheckOptions, loadCheck } from './load-check';
import { type PodsCheckOptions, podsCheck } from './pods-check';

/**
 * Something that is checked of a candidate in an environment.
 *
 * @public
 */
export interface Check {
  readonly name: string;
  /** @internal */
  readonly call: (where: CheckContext) => CheckCall;
  /** A second look, after all checks that come after this one. @internal */
  readonly again?: (where: CheckContext) => CheckCall;
}

/** @internal */
export interface CheckContext {
  readonly environment: Environment;
  readonly modelVersion: Input<string>;
  readonly runId: Input<string>;
  /** Image by digest, or address of the model, where the workload is made to run it. */
  readonly deployed?: Input<string>;
  /** Our commit, where the gate deploys by one. */
  readonly commit?: Input<string>;
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
  /**
   * Looks at the pods of the environment's workload, at those of its newest version only: crashes, restarts and memory kills,
   * also past ones; images and containers that can't be had; and what they use of their memory and CPU limits. Other checks
   * after it are followed by a second look, which finds every restart in between.
   *
   * `fail` is what the candidate's pods did; a pod that finds no node is `error`; without limits, metrics-server or enough
   * measurements it is `inconclusive`.
   *
   * @throws PipelineError MLP3006 for options that can't be; MLP3020 in an environment without a workload.
   * @example
   * ```ts
   * Check.pods({ memoryHeadroom: 20 });
   * ```
   */
  readonly pods: (options?: PodsCheckOptions) => Check;
} = {
  http: httpCheck,
  load: loadCheck,
  pods: podsCheck,
};
