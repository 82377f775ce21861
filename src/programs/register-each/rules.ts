import type { MetricRule, MetricsRules } from '../check-metrics/rules';
import type { Member } from '../members/member';
import type { Loader } from '../register-model/contract';

/**
 * Which numbers of its run judge a model: rules as of `Evaluation.metrics`, by the metrics' names in MLflow.
 *
 * @public
 */
export interface LoggedMetrics {
  /** By the name of the metric that the run logged, such as `{ val_auc: { atLeast: 0.6 } }`. All have to hold. */
  readonly metrics: { readonly [metric: string]: MetricRule & { readonly champion?: undefined } };
  /** The metric with the number of samples that the others were measured on; with fewer nothing is judged. */
  readonly samples?: MetricsRules['samples'];
}

/** `perModel`: each for itself. `allOrNothing`: none unless every required one passes. @internal */
export const policies = ['perModel', 'allOrNothing'] as const;

/** @internal */
export type Policy = (typeof policies)[number];

/** A member, what it has to show, and what it is registered as. @internal */
export interface MemberRegistration extends Member {
  readonly model: string;
  readonly evaluate: LoggedMetrics;
  readonly artifact?: string | undefined;
  readonly loadableBy?: Loader | undefined;
  readonly alias?: string | undefined;
}

/** What register-each is told. @internal */
export interface EachRules {
  readonly policy: Policy;
  readonly members: readonly MemberRegistration[];
}
