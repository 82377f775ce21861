import { hold } from '../core/builder/add-match';
import { graphOf } from '../core/builder/add-step';
import type { AnyScope, Known } from '../core/builder/any-scope';
import { fed } from '../core/builder/fed';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { unitSeconds } from '../core/graph/longest';
import type { DeclaredSet, UnitGraph } from '../core/graph/unit-graph';
import type { Params } from '../core/parameter/parameter';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { type Unit, unitGraph } from '../core/unit';
import type { Score } from '../programs/select-best/rules';
import type { Evaluation } from './evaluation';
import type { MlflowRegistry } from './mlflow-registry';
import { selectBestTask } from './select-best';
import { withEnv } from './with-env';

/** One of several models that are trained side by side. @public */
export interface Member<in I> {
  /**
   * Trains it, with image, resources and time of its own, and hands on the run of MLflow that logged it. The run has to
   * have the tag `pipeline.run` with the value of the environment's `PIPELINE_RUN`.
   */
  readonly train: Unit<I, { readonly runId: string }>;
  /** Judges it alone; one that does not pass does not take part. @default - only its score counts */
  readonly evaluate?: Evaluation<I & { readonly runId: string }> | undefined;
  /** Without it nothing is selected. @default true */
  readonly required?: boolean | undefined;
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

/** What the members take, each input once. @internal */
export type InputsOfMembers<M> = {
  readonly [K in keyof M]: M[K] extends Member<infer I> ? (inputs: I) => void : never;
}[keyof M] extends infer F
  ? (F extends unknown ? F : never) extends (inputs: infer All) => void
    ? All
    : never
  : never;

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
  const what = `bestOf '${name}'`;
  checkProps(
    props,
    ['members', 'score', 'registry', 'minCandidates', 'joinTimeout', 'programImage', 'deadline', 'queue'],
    what,
  );
  const { members, score, registry, minCandidates, joinTimeout, programImage, deadline, queue } = props;
  if (typeof members !== 'object' || members === null || Object.keys(members).length === 0)
    throw misfit(`${what} has the members ${show(members)}`, '{ gru: { train: gru }, lstm: { train: lstm } }', name);
  const stages = Object.entries(members).map(([member, given]) => stageOf(member, given, props, name));
  const required = stages.filter((stage) => stage.required).length;
  const select = selectBestTask(
    name,
    registry,
    {
      members: stages.map(({ member, required }) => ({ name: member, required })),
      minCandidates: minCandidates ?? Math.max(1, required),
      score,
    },
    programImage,
  );
  if (joinTimeout !== undefined) checkJoin(stages, secondsOf(joinTimeout, `the joinTimeout of ${what}`), name);
  const inputs = joined(stages, name);
  return pipeline(
    name,
    inputs as unknown as Params,
    (p, refs) => {
      const tried = stages.map(({ member, run }) => {
        const { outputs } = p.attempt((q) => run(q as unknown as AnyScope, refs as unknown as Known) as never, {
          name: member,
        }) as unknown as { readonly outputs: { readonly runId: { orElse(text: string): unknown } } };
        return [member, outputs.runId.orElse('none')] as const;
      });
      return (p as unknown as AnyScope).step(select, Object.fromEntries(tried)) as never;
    },
    { deadline, queue },
  ) as unknown as Unit<InputsOfMembers<M>, Best>;
}

interface Stage {
  readonly member: string;
  readonly required: boolean;
  readonly inputs: DeclaredSet;
  /** Longest time, by its timeouts. */
  readonly seconds: number;
  /** Trains it and judges it alone. */
  readonly run: (p: AnyScope, inputs: Known) => { readonly runId: Known[string] };
}

function stageOf(
  member: string,
  given: Member<never>,
  { registry, programImage }: BestOfProps<unknown>,
  at: string,
): Stage {
  checkProps(given, ['train', 'evaluate', 'required'], `member '${member}'`, at);
  const env = { ...registry.env, PIPELINE_RUN: runName };
  const train = withEnv(given.train, env, at);
  const graph = graphOf(train, at);
  if (graph.outputs.runId?.type.kind !== 'text')
    throw misfit(`member '${member}' does not say which run trained it`, 'an output runId: text()', at);
  const judge = given.evaluate?.after({ unit: graph, env, programImage });
  // Each member has a judge of its own, and all evaluations are called alike.
  const judged = judge === undefined ? undefined : called(graphOf(judge, at), `evaluate-${member}`);
  return {
    member,
    required: given.required ?? true,
    inputs: graph.inputs,
    seconds: unitSeconds(graph) + (judged === undefined ? 0 : unitSeconds(judged)),
    run: (p, inputs) => {
      const own = Object.fromEntries(Object.keys(graph.inputs).map((input) => [input, inputs[input]]));
      const { outputs } = p.step(train, own);
      const handedOn = { runId: outputs.runId as Known[string] };
      if (judged === undefined) return handedOn;
      const verdict = p.step({ name: judged.name, [unitGraph]: judged }, fed(judged, { ...inputs, ...outputs })).outputs
        .verdict;
      const arms = { pass: () => handedOn, fail: hold('rejected'), error: hold(), inconclusive: hold() };
      return p.match(verdict, arms).outputs as { readonly runId: Known[string] };
    },
  };
}

function called(graph: UnitGraph, name: string): UnitGraph {
  return graph.kind === 'task' ? Object.freeze({ ...graph, name }) : graph;
}

/** The inputs of all; what two of them take under one name must be the same. */
function joined(stages: readonly Stage[], at: string): DeclaredSet {
  const all: Record<string, DeclaredSet[string]> = {};
  for (const { member, inputs } of stages)
    for (const [name, declared] of Object.entries(inputs)) {
      const known = all[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(declared))
        throw misfit(
          `member '${member}' takes '${name}' as something else than a member before it`,
          'one type and one default',
          at,
        );
      all[name] = declared;
    }
  return all;
}

function checkJoin(stages: readonly Stage[], joinSeconds: number, at: string): void {
  const slow = stages.find(({ seconds }) => seconds > joinSeconds);
  if (slow === undefined) return;
  throw misfit(
    `member '${slow.member}' may take ${slow.seconds} s, and the others wait ${joinSeconds} s`,
    'timeouts of its tasks that are shorter together, or a longer joinTimeout',
    at,
  );
}

/** @internal */
export function misfit(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3070', message, expected, at });
}
