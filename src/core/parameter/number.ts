import { checkedDefault } from './checked-default';
import { checkedBounds, type NumberOptions } from './number-options';
import { type HasDefault, type Param, param } from './parameter';

/**
 * A finite number.
 *
 * @throws PipelineError MLP1003 if `min` is above `max`; MLP1001 if the default is outside.
 * @example
 * ```ts
 * const learningRate = number({ min: 0, max: 1 });
 * ```
 * @public
 */
export function number<D extends number = never>(options: NumberOptions<D> = {}): Param<number, HasDefault<D>> {
  const type = { kind: 'number', ...checkedBounds(options) } as const;
  return param(type, checkedDefault(type, options, ['min', 'max']));
}
