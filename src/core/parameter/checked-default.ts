import { checkValue } from '../check-value';
import type { ValueType } from '../value-type';
import type { ParamOptions } from './parameter';

/**
 * The same options, once their default is known to fit the type.
 *
 * @internal
 */
export function checkedDefault<O extends ParamOptions<unknown>>(type: ValueType, options: O): O {
  if (options.default !== undefined) checkValue(options.default, type, 'the default');
  return options;
}
