/**
 * The least that a number may be: one of the two.
 *
 * @public
 */
export interface Floor {
  readonly atLeast?: number | undefined;
  readonly moreThan?: number | undefined;
}

/**
 * The most that a number may be: one of the two.
 *
 * @public
 */
export interface Ceiling {
  readonly atMost?: number | undefined;
  readonly lessThan?: number | undefined;
}

/**
 * How a metric has to compare with that of the champion, the model that is served now.
 *
 * @public
 */
export interface ChampionRule {
  /** The output with the champion's number, measured on the same data; `none` says that there is no champion. */
  readonly of: string;
  /** By how much the candidate is better, in the metric's own unit; a negative floor is how much worse it may be. */
  readonly gain?: Floor | undefined;
  /** The same as a part of the champion's number: 0.02 is two percent better. */
  readonly relativeGain?: Floor | undefined;
}

/**
 * How a metric has to compare with the same one on the training data.
 *
 * @public
 */
export interface GapRule extends Ceiling {
  /** The output with the number on the training data; the limit says by how much the metric may be worse than that. */
  readonly to: string;
}

/** A metric with limits of its own. @public */
export interface AbsoluteMetric extends Floor, Ceiling {
  readonly better?: undefined;
  readonly gap?: undefined;
  readonly champion?: undefined;
}

/** A metric that is also compared with others, for which it must be known what is better. @public */
export interface ComparedMetric extends Floor, Ceiling {
  readonly better: 'higher' | 'lower';
  readonly gap?: GapRule | undefined;
  readonly champion?: ChampionRule | undefined;
}

/** @public */
export type MetricRule = AbsoluteMetric | ComparedMetric;

/**
 * Which numbers judge a model, and what makes them worth judging by.
 *
 * @public
 */
export interface MetricsRules {
  /** By the name of the output of training. All have to hold. */
  readonly metrics: { readonly [metric: string]: MetricRule };
  /** The output with the number of samples the metrics were measured on; with fewer nothing is judged. */
  readonly samples?: { readonly of: string; readonly atLeast: number } | undefined;
  /** The outputs with a hash of the data that the candidate and the champion were measured on: it must be the same. */
  readonly data?: { readonly of: string; readonly champion: string } | undefined;
}

/** The inputs that rules refer to, by what is expected in them. @internal */
export function inputsOf({ metrics, samples, data }: MetricsRules): {
  readonly numbers: readonly string[];
  readonly champions: readonly string[];
  readonly hashes: readonly string[];
} {
  const rules = Object.values(metrics);
  const gaps = rules.flatMap(({ gap }) => gap?.to ?? []);
  return {
    numbers: [...new Set([...Object.keys(metrics), ...gaps, ...(samples === undefined ? [] : [samples.of])])],
    champions: [...new Set(rules.flatMap(({ champion }) => champion?.of ?? []))],
    hashes: data === undefined ? [] : [data.of, data.champion],
  };
}
