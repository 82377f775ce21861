import type { RefNode } from '../../../core/ref';

/** How one template reads a value. @internal */
export interface Reading {
  /** Name of a simple tag, where there is one: `inputs.parameters.scenario`. */
  readonly tag: string | undefined;
  /** Expression that yields the value as text. */
  readonly expression: string;
  /** The value was checked against its type already; text that a pod wrote is not. */
  readonly trusted: boolean;
  /** The expression may fail to evaluate, so it may stand in the arguments of a DAG's task only. */
  readonly fails?: boolean | undefined;
  /** The value without the check that is part of the expression: what a template hands on, for its taker to check. */
  readonly unchecked?: string | undefined;
  /** Condition under which there is a value at all, where that is not certain. */
  readonly present?: string | undefined;
}

/** Where a value is used: which names it has there. @internal */
export type Place = (ref: RefNode) => Reading;
