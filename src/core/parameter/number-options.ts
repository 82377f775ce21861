import { PipelineError } from '../error';
import type { ParamOptions } from './parameter';

/** @public */
export interface NumberOptions<out D> extends ParamOptions<D> {
  /** Smallest value allowed. */
  readonly min?: number | undefined;
  /** Largest value allowed. */
  readonly max?: number | undefined;
}

/** @internal */
export function checkedBounds(
  { min, max }: NumberOptions<unknown>,
  whole: boolean = false,
): { readonly min?: number; readonly max?: number } {
  for (const bound of [min, max]) {
    if (bound !== undefined && !Number.isFinite(bound)) throw unusable(`a bound is ${bound}`);
  }
  if (min !== undefined && max !== undefined && min > max) throw unusable(`min ${min} is above max ${max}`);
  if (whole && Math.ceil(min ?? -Infinity) > Math.floor(max ?? Infinity))
    throw unusable(`no whole number is from ${min} to ${max}`);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function unusable(message: string): PipelineError {
  return new PipelineError({ code: 'MLP1003', message, expected: 'finite bounds with min <= max' });
}
