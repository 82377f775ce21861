import type { Score } from './rules';

/** A member whose model can be chosen. @internal */
export interface Entrant {
  readonly name: string;
  readonly runId: string;
  readonly score: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * The score of a run, or why it has none: a metric that is missing, NaN or infinite never wins.
 *
 * @internal
 */
export function scoreOf({ weights }: Score, metrics: ReadonlyMap<string, number>): number | string {
  let score = 0;
  for (const [metric, weight] of Object.entries(weights)) {
    const value = metrics.get(metric);
    if (value === undefined) return `it logged no ${metric}`;
    if (!Number.isFinite(value)) return `its ${metric} is ${value}`;
    score += weight * value;
  }
  return Number.isFinite(score) ? score : 'its score is too large for a number';
}

/** Best first. Of equal ones the one that began last, and then the one that is named first. @internal */
export function rank(entrants: readonly Entrant[], { better }: Score): readonly Entrant[] {
  const sign = better === 'higher' ? -1 : 1;
  return entrants.toSorted((a, b) => sign * (a.score - b.score) || b.startedAt - a.startedAt);
}
