import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env, EnvValue } from '../core/container/env';
import { PipelineError } from '../core/error';
import { integer } from '../core/parameter/integer';
import { oneOf } from '../core/parameter/one-of';
import type { Integer, Param } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import type { Ref } from '../core/ref';
import { strategies } from '../programs/check-sampling/contract';

/** The first rows of a table, or rows drawn by a seed. @public */
export type SamplingStrategy = 'head' | 'random';

/** @public */
export interface SamplingProps {
  /** How many rows of the training data are taken, where there are more; 0 takes all. */
  readonly train: { readonly rows: number };
  /** The same of the test data. @default - all rows */
  readonly test?: { readonly rows: number } | undefined;
  /** @default 'head' */
  readonly strategy?: SamplingStrategy | undefined;
  /** What rows are drawn by. @default 42 */
  readonly seed?: number | undefined;
  /**
   * Rows that a model of a time series looks at, and rows that it foretells: `rows - input - output + 1` windows have to be
   * trained on.
   *
   * @default - the number of windows is not looked at
   */
  readonly window?: { readonly input: number; readonly output: number } | undefined;
}

/** What a run may be started with instead of the preset; a type, so that it goes with `Params`. @public */
export type SamplingInputs = {
  readonly sampleTrainRows: Param<Integer, true>;
  readonly sampleTestRows: Param<Integer, true>;
  readonly sampleStrategy: Param<SamplingStrategy, true>;
  readonly sampleSeed: Param<Integer, true>;
};

/** What the task that samples has to hand on. @public */
export type SamplingOutputs = {
  /** Rows of the whole table. */
  readonly trainOriginalRows: Param<Integer, false>;
  /** Rows that are trained on. */
  readonly trainSampledRows: Param<Integer, false>;
  /** `sha256:` and 64 hexadecimal digits, of the whole table; made of both tables alike. */
  readonly trainDigest: Param<string, false>;
  readonly testOriginalRows: Param<Integer, false>;
  readonly testSampledRows: Param<Integer, false>;
  readonly testDigest: Param<string, false>;
  readonly samplingStrategy: Param<SamplingStrategy, false>;
  readonly samplingSeed: Param<Integer, false>;
};

/** With the windows that were trained on, where these are looked at. @public */
export type WindowOutputs = SamplingOutputs & { readonly trainWindows: Param<Integer, false> };

/**
 * How data are sampled, for the task that does it and for `sampled`, which looks whether it did.
 *
 * @public
 */
export interface Sampling<out O extends SamplingOutputs = SamplingOutputs> {
  /** Inputs of the task, with the preset as defaults: a run can be started with others. */
  readonly inputs: SamplingInputs;
  /** Outputs of the task. */
  readonly outputs: O;
  /**
   * `SAMPLE_TRAIN_ROWS`, `SAMPLE_TEST_ROWS`, `SAMPLE_STRATEGY` and `SAMPLE_SEED` of the task.
   *
   * @param inputs - those of the task; without them the preset
   */
  readonly env: (inputs?: { readonly [K in keyof SamplingInputs]: Ref<unknown> }) => Env;
  /** @internal */
  readonly window: SamplingProps['window'];
}

const most = 999_999_999;

/**
 * Says how many rows of the data are taken, and how. Presets are plain objects.
 *
 * @throws PipelineError MLP3078 for rows or a seed that are no whole numbers from 0 to 999999999, or a window that no sample
 * has room for.
 * @example
 * ```ts
 * const small = sampling({ train: { rows: 50 }, test: { rows: 30 }, strategy: 'head', seed: 45 });
 * const preprocess = task('preprocess', {
 *   image, inputs: { ...small.inputs }, outputs: { ...small.outputs },
 *   command: ['python', 'preprocess.py'], env: ({ inputs }) => small.env(inputs),
 * });
 * const prepared = sampled('prepare', { unit: preprocess, sampling: small });
 * ```
 * @public
 */
export function sampling<const P extends SamplingProps>(
  props: P,
): Sampling<P extends { readonly window: object } ? WindowOutputs : SamplingOutputs>;
export function sampling(props: SamplingProps): Sampling {
  checkProps(props, ['train', 'test', 'strategy', 'seed', 'window'], 'sampling');
  const { train, test = { rows: 0 }, strategy = 'head', seed = 42, window } = props;
  const [trainRows, testRows] = [rowsOf(train, 'train'), rowsOf(test, 'test')];
  if (!strategies.includes(strategy)) throw unusable(`the strategy is ${show(strategy)}`, "'head' or 'random'");
  if (!isCount(seed, 0)) throw unusable(`the seed is ${show(seed)}`, `a whole number from 0 to ${most}`);
  if (window !== undefined) checkWindow(window, trainRows);
  return Object.freeze({
    inputs: {
      sampleTrainRows: integer({ default: trainRows, min: 0, max: most, doc: 'rows to train on; 0 takes all' }),
      sampleTestRows: integer({ default: testRows, min: 0, max: most, doc: 'rows to test with; 0 takes all' }),
      sampleStrategy: oneOf(strategies, { default: strategy, doc: 'which rows are taken' }),
      sampleSeed: integer({ default: seed, min: 0, max: most, doc: 'what random rows are drawn by' }),
    },
    outputs: { ...outputs, ...(window === undefined ? {} : { trainWindows: count() }) },
    env: (inputs?: { readonly [K in keyof SamplingInputs]: Ref<unknown> }) => ({
      SAMPLE_TRAIN_ROWS: (inputs?.sampleTrainRows as EnvValue) ?? String(trainRows),
      SAMPLE_TEST_ROWS: (inputs?.sampleTestRows as EnvValue) ?? String(testRows),
      SAMPLE_STRATEGY: (inputs?.sampleStrategy as EnvValue) ?? strategy,
      SAMPLE_SEED: (inputs?.sampleSeed as EnvValue) ?? String(seed),
    }),
    window: window === undefined ? undefined : { input: window.input, output: window.output },
  });
}

const count = (): Param<Integer, false> => integer({ min: 0 });
const digest = (): Param<string, false> => text({ pattern: /sha256:[0-9a-f]{64}/ });

const outputs: SamplingOutputs = {
  trainOriginalRows: count(),
  trainSampledRows: count(),
  trainDigest: digest(),
  testOriginalRows: count(),
  testSampledRows: count(),
  testDigest: digest(),
  samplingStrategy: oneOf(strategies),
  samplingSeed: count(),
};

function rowsOf(table: { readonly rows: number }, name: string): number {
  checkProps(table, ['rows'], `${name} of sampling`);
  if (isCount(table.rows, 0)) return table.rows;
  throw unusable(`${name} has ${show(table.rows)} rows`, `a whole number from 0, which takes all, to ${most}`);
}

function checkWindow(window: { readonly input: number; readonly output: number }, rows: number): void {
  checkProps(window, ['input', 'output'], 'window of sampling');
  const { input, output } = window;
  if (!isCount(input, 1) || !isCount(output, 1))
    throw unusable(`the window is ${show(window)}`, 'rows from 1: { input: 10, output: 1 }');
  if (rows === 0 || rows >= input + output) return;
  throw unusable(
    `${rows} rows have no window of ${input} and ${output}`,
    `at least ${input + output} rows, or 0 for all`,
  );
}

function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

function unusable(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3078', message: `sampling: ${message}`, expected });
}
