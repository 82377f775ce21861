import { show } from './check-value';
import { PipelineError } from './error';
import { checkName } from './names';

/**
 * A line in which runs wait: at most `size` at a time.
 *
 * @public
 */
export interface Queue {
  readonly name: string;
  readonly size: number;
}

/**
 * Declares a queue. Pipelines that name the same queue wait for each other.
 *
 * @param size - runs at a time; default 1
 * @throws PipelineError MLP1005 for the name; MLP1001 unless the size is a whole number from 1.
 * @example
 * ```ts
 * const gpus = queue('gpus', 2);
 * ```
 * @public
 */
export function queue(name: string, size = 1): Queue {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new PipelineError({
      code: 'MLP1001',
      message: `queue ${show(name)} has the size ${show(size)}`,
      expected: 'a whole number from 1',
    });
  }
  return Object.freeze({ name: checkName(name, 'a queue'), size });
}
