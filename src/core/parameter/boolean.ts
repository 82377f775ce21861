import { checkedDefault } from './checked-default';
import { type HasDefault, type Param, type ParamOptions, param } from './parameter';

/**
 * `true` or `false`; `"true"` or `"false"` on the wire.
 *
 * @example
 * ```ts
 * const force = boolean({ default: false });
 * ```
 * @public
 */
export function boolean<D extends boolean = never>(options: ParamOptions<D> = {}): Param<boolean, HasDefault<D>> {
  const type = { kind: 'boolean' } as const;
  return param(type, checkedDefault(type, options));
}
