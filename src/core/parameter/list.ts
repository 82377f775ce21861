import { type Param, param } from './parameter';

/**
 * A list, JSON on the wire. `forEach` runs a block for each of its items.
 *
 * @example
 * ```ts
 * const folds = list(number());
 * ```
 * @public
 */
export function list<T>(of: Param<T>): Param<readonly T[], false> {
  return param({ kind: 'list', of: of.type });
}
