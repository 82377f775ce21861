import { checkedDefault } from './checked-default';
import { checkedBounds, type NumberOptions } from './number-options';
import { type HasDefault, type Integer, type Param, param } from './parameter';

/**
 * A whole number.
 *
 * @throws PipelineError MLP1003 if there is none from `min` to `max`; MLP1001 if the default is outside.
 * @example
 * ```ts
 * const epochs = integer({ default: 5, min: 1 });
 * ```
 * @public
 */
export function integer<D extends number = never>(options: NumberOptions<D> = {}): Param<Integer, HasDefault<D>> {
  const type = { kind: 'integer', ...checkedBounds(options, true) } as const;
  return param(type, checkedDefault(type, options, ['min', 'max']));
}
