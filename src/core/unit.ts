import type { UnitGraph } from './graph/unit-graph';

/** @public */
export declare const unitTypes: unique symbol;

/**
 * Key under which a unit keeps its graph. A construct that is a unit implements it.
 *
 * @public
 */
export const unitGraph: unique symbol = Symbol.for('cdk8s-mlops.unit') as never;

/**
 * Anything that can be a step: a task, a pipeline, or a construct that emits one.
 *
 * `I` and `O` are the values it takes and hands on: `Unit<{ scenario: 'a' | 'b' }, { accuracy: number }>`.
 *
 * @public
 */
export interface Unit<in I, out O> {
  readonly name: string;
  /** Only there for the type checker. */
  readonly [unitTypes]?: { readonly in: (inputs: I) => void; readonly out: O } | undefined;
  /** @internal */
  readonly [unitGraph]: UnitGraph;
}
