import { type Param, type Params, param, type ValuesOf } from './parameter';

/**
 * Named values in one parameter, JSON on the wire. `field` reads one of them.
 *
 * @example
 * ```ts
 * const members = list(record({ name: text(), epochs: integer() }));
 * ```
 * @public
 */
export function record<const S extends Params>(fields: S): Param<ValuesOf<S>, false> {
  return param({
    kind: 'record',
    fields: Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type])),
  });
}
