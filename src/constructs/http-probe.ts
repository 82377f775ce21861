import type { TimeSpan } from '../core/time-span';

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
