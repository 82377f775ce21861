import { hold } from '../core/builder/add-match';
import { graphOf } from '../core/builder/add-step';
import type { AnyScope, Known } from '../core/builder/any-scope';
import { fed } from '../core/builder/fed';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import type { Params, ValuesOf } from '../core/parameter/parameter';
import { pipeline } from '../core/pipeline';
import { artifacts } from '../core/sequence';
import type { Unit } from '../core/unit';
import { checkSamplingTask } from './check-sampling';
import type { MlflowRegistry } from './mlflow-registry';
import type { Sampling, SamplingOutputs } from './sampling';
import { withEnv } from './with-env';

/** @public */
export interface SampledProps<I, O, S extends SamplingOutputs = SamplingOutputs> {
  /** The task that samples, or a pipeline of it; it hands on `sampling.outputs`. */
  readonly unit: Unit<I, O>;
  readonly sampling: Sampling<S>;
  /** @default - the image of all our programs */
  readonly programImage?: Image | undefined;
}

/** @public */
export interface SampledRunProps<I, O> {
  /** Trains, and hands on the run of MLflow that says what it trained on. */
  readonly unit: Unit<I, O>;
  readonly sampling: Sampling;
  /** Where that run is. Its environment and `PIPELINE_RUN` are given to a task; the run has the tag `pipeline.run`. */
  readonly registry: MlflowRegistry;
  /**
   * Metrics of the test data, each with the one of the training data that it can't equal to the last digit:
   * `{ test_rmse: 'train_rmse' }`.
   */
  readonly distinct?: { readonly [test: string]: string } | undefined;
  /** @default - the image of all our programs */
  readonly programImage?: Image | undefined;
}

/**
 * The same unit, that ends red unless its run of MLflow logged that its data were really sampled.
 *
 * Parameters or metrics say it: `sampling.train.original_rows`, `sampling.train.sampled_rows`, `sampling.train.digest`, the
 * same of `test`, `sampling.strategy`, `sampling.seed`, and `sampling.train.windows` where the sampling has a window. What
 * is looked at is the same as without a registry.
 *
 * @throws PipelineError MLP3078 for a unit without `runId`, or metrics that can't be; MLP1203 for a unit of several tasks that
 * does not set the environment of the registry and `PIPELINE_RUN` itself.
 * @example
 * ```ts
 * const small = sampling({ train: { rows: 50 }, test: { rows: 30 } });
 * const train = task('train', {
 *   image, inputs: small.inputs, outputs: { runId: text() },
 *   command: ['python', 'train.py'], env: ({ inputs }) => small.env(inputs),
 * });
 * const member = sampled('train-small', { unit: train, sampling: small, registry, distinct: { test_rmse: 'train_rmse' } });
 * ```
 * @public
 */
export function sampled<I, O extends { readonly runId: string }>(
  name: string,
  props: SampledRunProps<I, O>,
): Unit<I, O>;
/**
 * The same unit, that ends red unless its data were really sampled: what was seen has to be there, and has to be what was
 * asked for.
 *
 * Rows are taken only where some are asked for and the table has more. Then exactly these are there, by the strategy and,
 * where they are random, the seed that was asked for; else all of the table. The test data are not the training data, by
 * the digests of both. What nobody saw is an error, never a pass.
 *
 * @throws PipelineError MLP3078 for a unit that does not hand on what is looked at.
 * @example
 * ```ts
 * const small = sampling({ train: { rows: 50 }, test: { rows: 30 } });
 * const preprocess = task('preprocess', {
 *   image, outputs: small.outputs, command: ['python', 'preprocess.py'], env: small.env(),
 * });
 * const prepared = sampled('prepare', { unit: preprocess, sampling: small });
 * ```
 * @public
 */
export function sampled<I, O extends ValuesOf<S>, S extends SamplingOutputs>(
  name: string,
  props: SampledProps<I, O, S>,
): Unit<I, O>;
export function sampled(name: string, props: object): Unit<never, unknown> {
  checkProps(props, ['unit', 'sampling', 'registry', 'distinct', 'programImage'], `sampled '${name}'`);
  const { sampling, registry, distinct, programImage, ...given } = props as SampledRunProps<never, { runId: string }>;
  if (typeof sampling?.env !== 'function')
    throw unusable(name, `looks for ${show(sampling)}`, 'sampling: sampling({ train: { rows: 50 } })');
  const isLogged = registry !== undefined;
  const unit = isLogged ? withEnv(given.unit, { ...registry.env, PIPELINE_RUN: runName }, name) : given.unit;
  const graph = graphOf(unit, name);
  const seen = isLogged ? ['runId'] : Object.keys(sampling.outputs);
  const lacking = seen.filter((output) => graph.outputs[output] === undefined);
  if (lacking.length > 0)
    throw unusable(
      name,
      `looks at ${lacking.map((output) => `'${output}'`).join(', ')}, and ${graph.kind} '${graph.name}' hands on no such output`,
      isLogged ? 'an output runId: text()' : 'outputs: { ...sampling.outputs }, or a registry whose run says it',
    );
  const check = checkSamplingTask(name, { sampling, registry, distinct, programImage });
  return pipeline(name, graph.inputs as unknown as Params, (scope, refs) => {
    const p = scope as unknown as AnyScope;
    const inputs = refs as unknown as Known;
    const { outputs } = p.step(
      unit,
      Object.fromEntries(Object.keys(graph.inputs).map((input) => [input, inputs[input]])),
    );
    const { verdict } = p.step(check, fed(graphOf(check), { ...inputs, ...outputs })).outputs;
    const arms = { pass: () => artifacts(outputs, false), fail: hold('rejected'), error: hold(), inconclusive: hold() };
    return p.match(verdict, arms).outputs as never;
  }) as unknown as Unit<never, unknown>;
}

function unusable(name: string, problem: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3078', message: `sampled '${name}' ${problem}`, expected, at: name });
}
