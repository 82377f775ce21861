import { graphOf } from '../core/builder/add-step';
import type { Env } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import type { UnitGraph } from '../core/graph/unit-graph';
import type { InputsOf, Params } from '../core/parameter/parameter';
import type { Unit } from '../core/unit';
import type { Verdict } from '../core/verdict';
import type { MetricsRules } from '../programs/check-metrics/rules';
import { type MetricsInputs, metricsTask } from './metrics-evaluation';
import { type PytestOptions, pytestTask } from './pytest-evaluation';
import { withEnv } from './with-env';

/**
 * What judges a trained model before it becomes a candidate.
 *
 * @public
 */
export interface Evaluation<in I> {
  /** @internal */
  readonly after: (training: Training) => Unit<I, { readonly verdict: Verdict }>;
}

/**
 * What training has to hand on: the version that it registered, or the run that logged the model.
 *
 * @public
 */
export type Trained = { readonly modelVersion: string } | { readonly runId: string };

/** Names that training may hand on: the compiler refuses types with nothing in common, also where all is optional. @internal */
export interface Named {
  readonly modelVersion?: unknown;
  readonly runId?: unknown;
}

/** What an evaluation knows of the training that it comes after. @internal */
export interface Training {
  readonly unit: UnitGraph;
  /** What the clients of the registry read, for evaluations that ask it. */
  readonly env: Env;
  readonly programImage: Image | undefined;
}

/** @public */
export const Evaluation: {
  /**
   * A task of your own with a `verdict()` output called `verdict`; its inputs are fed by what training hands on and takes.
   *
   * @throws PipelineError MLP3005 unless the task has that output.
   * @example
   * ```ts
   * Evaluation.task(task('evaluate', {
   *   image, inputs: { modelVersion: text() }, outputs: { verdict: verdict(), reason: text() },
   *   command: ['python', 'evaluate.py'], env: ({ inputs }) => ({ MODEL_VERSION: inputs.modelVersion }),
   * }));
   * ```
   */
  readonly task: <I>(unit: Unit<I, { readonly verdict: Verdict }>) => Evaluation<I & Named>;
  /**
   * Runs the tests of a folder with pytest, in the image that trains unless another one is named.
   *
   * The tests find `MODEL_VERSION` (or `RUN_ID`, where the model is registered after them) and every other input in their
   * environment, and what a registry needs. A failed test is
   * `fail`; tests that could not be loaded, a fixture that fails, a killed or hanging run, and fewer than `minTests` passed
   * tests are `error`. The image has Python 3.8 or later and pytest 7 or later.
   *
   * @throws PipelineError MLP3009 for tests that can't be run; MLP1203 for a variable that the program itself is told by.
   * @see https://docs.pytest.org/en/stable/reference/exit-codes.html
   * @example
   * ```ts
   * Evaluation.pytest({ directory: 'tests/', minTests: 2, resources: { memory: '2Gi' } });
   * ```
   */
  readonly pytest: <const P extends Params = {}>(options: PytestOptions<P>) => Evaluation<InputsOf<P> & Trained>;
  /**
   * Judges the numbers that training hands on: limits, the gap to the training data, and the champion's numbers.
   *
   * `fail` is a limit that does not hold; a number that is missing or NaN, too few samples or other data than the
   * champion's are `inconclusive`. The champion's numbers are text outputs, measured on the same data as the candidate's;
   * the word `none` says that there is no champion, and only the metric's own limits count. Numbers are compared as they
   * are written: 0.3 is better than 0.2 by exactly 0.1.
   *
   * @throws PipelineError MLP3009 for rules that let everything through, contradict each other or don't say what is better.
   * @example
   * ```ts
   * Evaluation.metrics({
   *   metrics: {
   *     accuracy: { atLeast: 0.8 },
   *     loss: { better: 'lower', lessThan: 0.4, gap: { to: 'trainLoss', atMost: 0.1 } },
   *     rocAuc: { better: 'higher', atLeast: 0.6, champion: { of: 'championRocAuc', gain: { atLeast: 0.001 } } },
   *   },
   *   samples: { of: 'testSamples', atLeast: 500 },
   * });
   * ```
   */
  readonly metrics: <const M extends MetricsRules>(rules: M) => Evaluation<MetricsInputs<M> & Named>;
} = {
  task(unit) {
    const graph = graphOf(unit);
    if (graph.kind === 'task' && graph.verdict === 'verdict')
      return Object.freeze({ after: ({ env }: Training) => withEnv(unit, env, graph.name) });
    throw new PipelineError({
      code: 'MLP3005',
      message: `'${graph.name}' can't judge a model`,
      expected: 'a task with the output verdict: verdict()',
      at: graph.name,
    });
  },
  pytest: (options) => Object.freeze({ after: pytestTask(options as unknown as PytestOptions<Params>) as never }),
  metrics: (rules) => Object.freeze({ after: metricsTask(rules) as never }),
};
