import { hold } from '../core/builder/add-match';
import { graphOf } from '../core/builder/add-step';
import type { AnyScope, Known } from '../core/builder/any-scope';
import { fed } from '../core/builder/fed';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Code } from '../core/codes';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { unitSeconds } from '../core/graph/longest';
import type { DeclaredSet, UnitGraph } from '../core/graph/unit-graph';
import { kebabCase } from '../core/names';
import { RefNode } from '../core/ref';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { type Unit, unitGraph } from '../core/unit';
import type { Evaluation } from './evaluation';
import type { MlflowRegistry } from './mlflow-registry';
import { withEnv } from './with-env';

/** One of several models that are trained side by side. @public */
export interface Trainee<in I> {
  /**
   * Trains it, with image, resources and time of its own, and hands on the run of MLflow that logged it. The run has to
   * have the tag `pipeline.run` with the value of the environment's `PIPELINE_RUN`.
   */
  readonly train: Unit<I, { readonly runId: string }>;
  /** Without it the run ends red. @default true */
  readonly required?: boolean | undefined;
}

/** What the members take, each input once. @internal */
export type InputsOfMembers<M> = {
  readonly [K in keyof M]: M[K] extends Trainee<infer I> ? (inputs: I) => void : never;
}[keyof M] extends infer F
  ? (F extends unknown ? F : never) extends (inputs: infer All) => void
    ? All
    : never
  : never;

/** @internal */
export interface MembersProps {
  readonly members: { readonly [name: string]: Trainee<never> & { readonly evaluate?: Evaluation<never> | undefined } };
  readonly registry: MlflowRegistry;
  readonly joinTimeout?: TimeSpan | undefined;
  readonly programImage?: Image | undefined;
}

/** Who trains them, and what a mistake is called there. @internal */
export interface Trainer {
  readonly kind: 'bestOf' | 'trainEach';
  readonly name: string;
  readonly code: Code;
  /** What a member may say. */
  readonly known: readonly string[];
}

/** Models that are trained side by side, whatever is done with them then. @internal */
export interface Members {
  readonly list: readonly { readonly name: string; readonly required: boolean }[];
  readonly inputs: DeclaredSet;
  /** Trains all of them; one that fails does not stop the others, and its run is `none`. */
  readonly train: (p: AnyScope, inputs: Known) => Known;
}

/** @throws PipelineError with the code of the trainer @internal */
export function membersOf(props: MembersProps, trainer: Trainer): Members {
  const { members, joinTimeout } = props;
  const what = `${trainer.kind} '${trainer.name}'`;
  if (typeof members !== 'object' || members === null || Object.keys(members).length === 0)
    throw misfit(`${what} has the members ${show(members)}`, '{ gru: { train: gru }, lstm: { train: lstm } }', trainer);
  const stages = Object.keys(members).map((name) => stageOf(name, props, trainer));
  if (joinTimeout !== undefined) checkJoin(stages, secondsOf(joinTimeout, `the joinTimeout of ${what}`), trainer);
  return {
    list: stages,
    inputs: joined(stages, trainer),
    train: (p, inputs) =>
      Object.fromEntries(
        stages.map(({ name, run }) => {
          const { runId } = p.attempt((q) => run(q, inputs), { name: kebabCase(name) }).outputs;
          return [name, runId?.orElse('none') as RefNode];
        }),
      ),
  };
}

interface Stage {
  readonly name: string;
  readonly required: boolean;
  readonly inputs: DeclaredSet;
  /** Longest time, by its timeouts. */
  readonly seconds: number;
  /** Trains it and judges it alone; hands on its `runId`. */
  readonly run: (p: AnyScope, inputs: Known) => Known;
}

function stageOf(name: string, { members, registry, programImage }: MembersProps, trainer: Trainer): Stage {
  const { name: at } = trainer;
  const given = members[name] as MembersProps['members'][string];
  checkProps(given, trainer.known, `member '${name}'`, at);
  const env = { ...registry.env, PIPELINE_RUN: runName };
  const train = withEnv(given.train, env, at);
  const graph = graphOf(train, at);
  if (graph.outputs.runId?.type.kind !== 'text')
    throw misfit(`member '${name}' does not say which run trained it`, 'an output runId: text()', trainer);
  const judge = given.evaluate?.after({ unit: graph, env, programImage });
  // Each member has a judge of its own, and all evaluations are called alike.
  const judged = judge === undefined ? undefined : called(graphOf(judge, at), `evaluate-${name}`);
  return {
    name,
    required: given.required ?? true,
    inputs: graph.inputs,
    seconds: unitSeconds(graph) + (judged === undefined ? 0 : unitSeconds(judged)),
    run: (p, inputs) => {
      const own = Object.fromEntries(Object.keys(graph.inputs).map((input) => [input, inputs[input]]));
      const { outputs } = p.step(train, own);
      const handedOn = { runId: orNone(outputs.runId as RefNode) };
      if (judged === undefined) return handedOn;
      const verdict = p.step({ name: judged.name, [unitGraph]: judged }, fed(judged, { ...inputs, ...outputs })).outputs
        .verdict;
      const arms = { pass: () => handedOn, fail: hold('rejected'), error: hold(), inconclusive: hold() };
      return p.match(verdict, arms).outputs;
    },
  };
}

/** The same value where `none` fits too, which a pattern of the member's own would refuse. */
function orNone({ scope, source, type, label }: RefNode): RefNode {
  const own = type.kind === 'text' ? type.pattern : undefined;
  return new RefNode(scope, source, { kind: 'text', pattern: own === undefined ? own : `none|(?:${own})` }, label);
}

function called(graph: UnitGraph, name: string): UnitGraph {
  return graph.kind === 'task' ? Object.freeze({ ...graph, name }) : graph;
}

/** The inputs of all; what two of them take under one name must be the same. */
function joined(stages: readonly Stage[], trainer: Trainer): DeclaredSet {
  const all: Record<string, DeclaredSet[string]> = {};
  for (const { name: member, inputs } of stages)
    for (const [name, declared] of Object.entries(inputs)) {
      const known = all[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(declared))
        throw misfit(
          `member '${member}' takes '${name}' as something else than a member before it`,
          'one type and one default',
          trainer,
        );
      all[name] = declared;
    }
  return all;
}

function checkJoin(stages: readonly Stage[], joinSeconds: number, trainer: Trainer): void {
  const slow = stages.find(({ seconds }) => seconds > joinSeconds);
  if (slow === undefined) return;
  throw misfit(
    `member '${slow.name}' may take ${slow.seconds} s, and the others wait ${joinSeconds} s`,
    'timeouts of its tasks that are shorter together, or a longer joinTimeout',
    trainer,
  );
}

function misfit(message: string, expected: string, { code, name }: Trainer): PipelineError {
  return new PipelineError({ code, message, expected, at: name });
}
