import { checkProps } from '../core/check-props';
import { composedPipeline } from '../core/composed-pipeline';
import type { Image } from '../core/container/image';
import type { PipelineOptions } from '../core/pipeline';
import type { TimeSpan } from '../core/time-span';
import type { Unit } from '../core/unit';
import type { Score } from '../programs/select-best/rules';
import type { Evaluation } from './evaluation';
import { type InputsOfMembers, membersOf, type Trainee } from './members';
import type { MlflowRegistry } from './mlflow-registry';
import { selectBestTask } from './select-best';

/** One of several models of which the best is chosen. @public */
export interface Member<in I> extends Trainee<I> {
  /** Judges it alone; one that does not pass does not take part. @default - only its score counts */
  readonly evaluate?: Evaluation<I & { readonly runId: string }> | undefined;
}

/** @public */
export interface BestOfProps<M> extends PipelineOptions {
  /** By their names. */
  readonly members: M;
  /** What is best: the number is made of what each run logged. Of equal ones the newest wins. */
  readonly score: Score;
  /** Where the runs are. */
  readonly registry: MlflowRegistry;
  /** How many have to take part at least. @default - all that are required, and one at least */
  readonly minCandidates?: number | undefined;
  /** How long may be waited for the slowest member. @default - as long as the members' own timeouts */
  readonly joinTimeout?: TimeSpan | undefined;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** The one that was chosen. @public */
export interface Best {
  readonly runId: string;
  /** Its name among the members. */
  readonly member: string;
  readonly score: number;
  /** Every member with its score or `none`, best first: `lstm=0.12,gru=0.2,prophet=none`. */
  readonly considered: string;
}

/**
 * Trains several models side by side and hands on the best one, as the `train` of a `TrainingPipeline`: it is judged,
 * registered and released like any other.
 *
 * A member that fails does not stop the others, and only one that is not `required` may. Nobody wins by what is not a
 * number, and nobody by what another run trained: a run of MLflow takes part if its tag `pipeline.run` names this run of
 * the pipeline. All keep their scores, in the tags `pipeline.score` and `pipeline.selected`. Not on Tekton.
 *
 * @throws PipelineError MLP3070 without members, for a score that can't be worked out, or a member that may take longer
 * than the joinTimeout; MLP1122 for an evaluation that lacks an input.
 * @example
 * ```ts
 * const image = Image.tagged('ghcr.io/acme/forecast:1.4.2');
 * const member = (name: string) => task(`train-${name}`, { image, outputs: { runId: text() }, command: ['python', `${name}.py`] });
 * const best = bestOf('train-best', {
 *   members: { gru: { train: member('gru') }, prophet: { train: member('prophet'), required: false } },
 *   score: { better: 'lower', weights: { test_rmse: 0.5, test_mae: 0.5 } },
 *   registry,
 * });
 * ```
 * @public
 */
export function bestOf<const M extends { readonly [name: string]: Member<never> }>(
  name: string,
  props: BestOfProps<M>,
): Unit<InputsOfMembers<M>, Best> {
  checkProps(
    props,
    ['members', 'score', 'registry', 'minCandidates', 'joinTimeout', 'programImage', 'deadline', 'queue'],
    `bestOf '${name}'`,
  );
  const { score, registry, minCandidates, programImage, deadline, queue } = props;
  const known = ['train', 'evaluate', 'required'];
  const { list, inputs, train } = membersOf(props, { kind: 'bestOf', name, code: 'MLP3070', known });
  const rules = {
    members: list.map(({ name, required }) => ({ name, required })),
    minCandidates: minCandidates ?? Math.max(1, list.filter(({ required }) => required).length),
    score,
  };
  const select = selectBestTask(name, registry, rules, programImage);
  return composedPipeline(name, inputs, (p, refs) => p.step(select, train(p, refs)).outputs, { deadline, queue });
}
