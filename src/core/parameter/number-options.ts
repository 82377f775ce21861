import { checkProps } from '../check-props';
import { show } from '../check-value';
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
  options: NumberOptions<unknown>,
  whole: boolean = false,
): { readonly min?: number; readonly max?: number } {
  checkProps(options, ['default', 'doc', 'min', 'max'], 'a number');
  const { min, max } = options;
  for (const bound of [min, max]) {
    if (bound !== undefined && !Number.isFinite(bound)) throw unusable(`a bound is ${show(bound)}`);
  }
  if (min !== undefined && max !== undefined && min > max) throw unusable(`min ${min} is above max ${max}`);
  if (whole && Math.ceil(min ?? -Infinity) > Math.floor(max ?? Infinity))
    throw unusable(`no whole number is from ${min} to ${max}`);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function unusable(message: string): PipelineError {
  return new PipelineError({ code: 'MLP1003', message, expected: 'finite bounds with min <= max' });
}
