import { checkProps } from '../check-props';
import { checkValue } from '../check-value';
import type { ValueType } from '../value-type';
import type { ParamOptions } from './parameter';

/**
 * The same options, once their default is known to fit the type.
 *
 * @internal
 */
export function checkedDefault<O extends ParamOptions<unknown>>(
  type: ValueType,
  options: O,
  more: readonly string[] = [],
): O {
  checkProps(options, ['default', 'doc', ...more], `a parameter of kind ${type.kind}`);
  if (options.default !== undefined) checkValue(options.default, type, 'the default');
  return options;
}
