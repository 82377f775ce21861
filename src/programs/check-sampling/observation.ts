/**
 * What is seen of sampling, by the name of the output that hands it on, and under which key a run of MLflow has it, as a
 * parameter or a metric.
 *
 * @internal
 */
export const observationKeys = {
  trainOriginalRows: 'sampling.train.original_rows',
  trainSampledRows: 'sampling.train.sampled_rows',
  trainDigest: 'sampling.train.digest',
  trainWindows: 'sampling.train.windows',
  testOriginalRows: 'sampling.test.original_rows',
  testSampledRows: 'sampling.test.sampled_rows',
  testDigest: 'sampling.test.digest',
  samplingStrategy: 'sampling.strategy',
  samplingSeed: 'sampling.seed',
} as const;

/** @internal */
export type Observed = keyof typeof observationKeys;

/** Text of each thing that was seen; missing where it was not. @internal */
export type Observation = { readonly [O in Observed]?: string | undefined };

/** The variable in which an output is handed over. @internal */
export function variableOf(name: Observed): string {
  return `OBSERVED_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
