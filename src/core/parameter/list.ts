import { innerType } from '../declared';
import { type Param, param } from './parameter';

/**
 * A list, JSON on the wire. `forEach` runs a block for each of its items.
 *
 * @throws PipelineError MLP1008 unless its items are declared; MLP1123 for artifacts.
 * @example
 * ```ts
 * const folds = list(number());
 * ```
 * @public
 */
export function list<T>(of: Param<T>): Param<readonly T[], false> {
  return param({ kind: 'list', of: innerType(of, 'an item of a list') });
}
