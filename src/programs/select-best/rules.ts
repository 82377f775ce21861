import type { Member } from '../members/member';

/**
 * One number for each model, made of the metrics that its run logged: the sum of each times its weight.
 *
 * @public
 */
export interface Score {
  readonly better: 'higher' | 'lower';
  /** By the metric's name in MLflow, such as `{ test_rmse: 0.5, test_mae: 0.3, test_mse: 0.2 }`. */
  readonly weights: { readonly [metric: string]: number };
}

/** What select-best is told: who takes part, and what is best. @internal */
export interface SelectionRules {
  readonly members: readonly Member[];
  readonly minCandidates: number;
  readonly score: Score;
}
