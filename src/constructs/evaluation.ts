import { graphOf } from '../core/builder/add-step';
import { PipelineError } from '../core/error';
import { type Unit, unitGraph } from '../core/unit';
import type { Verdict } from '../core/verdict';

/**
 * What judges a trained model before it becomes a candidate.
 *
 * @public
 */
export interface Evaluation<in I> {
  /** @internal */
  readonly unit: Unit<I, { readonly verdict: Verdict }>;
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
  // With a name that all candidates have: the compiler refuses types with nothing in common, also where all is optional.
  readonly task: <I>(
    unit: Unit<I, { readonly verdict: Verdict }>,
  ) => Evaluation<I & { readonly modelVersion?: unknown }>;
} = {
  task(unit) {
    const graph = graphOf(unit);
    if (graph.kind === 'task' && graph.verdict === 'verdict') return Object.freeze({ unit });
    throw new PipelineError({
      code: 'MLP3005',
      message: `'${graph.name}' can't judge a model`,
      expected: 'a task with the output verdict: verdict()',
      at: unit[unitGraph].name,
    });
  },
};
