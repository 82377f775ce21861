import type { AnyScope, Known } from './builder/any-scope';
import type { DeclaredSet } from './graph/unit-graph';
import type { Params } from './parameter/parameter';
import { type PipelineOptions, pipeline } from './pipeline';
import type { Unit } from './unit';

/**
 * A pipeline made of units that somebody else declared, so that the compiler can't follow what flows between them: whoever
 * calls it says what it takes and hands on.
 *
 * @internal
 */
export function composedPipeline<I, O>(
  name: string,
  inputs: DeclaredSet,
  block: (p: AnyScope, inputs: Known) => Known,
  options: PipelineOptions,
): Unit<I, O> {
  const made = pipeline(name, inputs as unknown as Params, block as never, options);
  return made as unknown as Unit<I, O>;
}
