import { innerType, typeOf } from '../declared';
import { type Param, type Params, param, type ValueOf } from './parameter';

/**
 * Named values in one parameter, JSON on the wire. `field` reads one of them.
 *
 * @throws PipelineError MLP1008 unless its fields are declared; MLP1123 for artifacts.
 * @example
 * ```ts
 * const members = list(record({ name: text(), epochs: integer() }));
 * ```
 * @public
 */
export function record<const S extends Params>(fields: S): Param<{ readonly [K in keyof S]: ValueOf<S[K]> }, false> {
  if (typeof fields !== 'object' || fields === null) typeOf(fields, 'a record');
  return param({
    kind: 'record',
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, innerType(field, `field '${name}' of a record`)]),
    ),
  });
}
