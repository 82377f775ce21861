import { checkProps } from '../core/check-props';
import { composedPipeline } from '../core/composed-pipeline';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { checkParameterNames } from '../core/names';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import type { PipelineOptions } from '../core/pipeline';
import { programTask, programTimeout } from '../core/program-task';
import type { TimeSpan } from '../core/time-span';
import type { Unit } from '../core/unit';
import { programText } from '../programs/bundle';
import { outcomes } from '../programs/join-members/contract';
import { type JoinRules, rulesProblems } from '../programs/join-members/rules';
import { memberInputs, memberRule, runOfMember, serverOf } from './member-names';
import { type InputsOfMembers, membersOf, type Trainee } from './members';
import type { MlflowRegistry } from './mlflow-registry';

/** @public */
export interface TrainEachProps<M> extends PipelineOptions {
  /** By their names. */
  readonly members: M;
  /** Where the runs are. */
  readonly registry: MlflowRegistry;
  /** How many have to be trained at least. @default - all that are required, and one at least */
  readonly minCandidates?: number | undefined;
  /** How long may be waited for the slowest member. @default - as long as the members' own timeouts */
  readonly joinTimeout?: TimeSpan | undefined;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type TrainedEach<M> = {
  /** The run that trained it, or `none`. */
  readonly [K in keyof M]: string;
} & {
  /** Every member: `lstm=trained,prophet=missing`. */
  readonly report: string;
};

/**
 * Trains several models side by side and hands on all of them: each member's output is the id of its run, or `none`.
 *
 * A member that fails does not stop the others, and is never left out unseen: the run ends red, and names it, unless the
 * member is not `required`. What counts as trained is a run of MLflow that came to its end and whose tag `pipeline.run`
 * names this run of the pipeline. `registerEach` judges and registers them. Not on Tekton.
 *
 * @throws PipelineError MLP3076 without members, for a member that hands on no run or may take longer than the
 * joinTimeout, and for more `minCandidates` than members.
 * @example
 * ```ts
 * const image = Image.tagged('ghcr.io/acme/aiops:1.4.2');
 * const member = (name: string) => task(`train-${name}`, { image, outputs: { runId: text() }, command: ['python', `${name}.py`] });
 * const trained = trainEach('train-all', {
 *   members: { failure: { train: member('failure') }, capacity: { train: member('capacity'), required: false } },
 *   registry,
 * });
 * ```
 * @public
 */
export function trainEach<const M extends { readonly [name: string]: Trainee<never> }>(
  name: string,
  props: TrainEachProps<M>,
): Unit<InputsOfMembers<M>, TrainedEach<M>> {
  const known = ['members', 'registry', 'minCandidates', 'joinTimeout', 'programImage', 'deadline', 'queue'];
  checkProps(props, known, `trainEach '${name}'`);
  const { registry, minCandidates, programImage, deadline, queue } = props;
  const trainer = { kind: 'trainEach', name, code: 'MLP3076', known: ['train', 'required'] } as const;
  const { list, inputs, train } = membersOf(props, trainer);
  const names = list.map((member) => member.name);
  checkParameterNames(['report', 'outcome', 'reason', ...names], `an output of trainEach '${name}'`, name);
  const required = list.filter((member) => member.required).length;
  const rules = { members: list.map(memberRule), minCandidates: minCandidates ?? Math.max(1, required) };
  const join = joinTask(name, registry, rules, list, programImage);
  return composedPipeline(
    name,
    inputs,
    (p, refs) => {
      const { outcome: _, ...handedOn } = p.step(join, train(p, refs)).outputs;
      return handedOn;
    },
    { deadline, queue },
  );
}

const deadlineSeconds = 300;
const runPattern = /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/;

/** Looks which runs are there, and ends red where too few are. */
function joinTask(
  name: string,
  registry: MlflowRegistry,
  rules: JoinRules,
  members: readonly { readonly name: string }[],
  programImage: Image | undefined,
): Unit<never, unknown> {
  const problems = rulesProblems(rules);
  if (problems.length > 0)
    throw new PipelineError({
      code: 'MLP3076',
      message: `trainEach '${name}' can't join its members: ${problems.join('; ')}`,
      expected: '{ gru: { train: gru }, lstm: { train: lstm } }',
      at: name,
    });
  return programTask(
    'join-members',
    { name: 'join-members', text: programText('join-members') },
    {
      image: programImage,
      inputs: memberInputs(members),
      outputs: {
        outcome: oneOf(outcomes),
        ...Object.fromEntries(members.map((member) => [member.name, text({ pattern: runPattern })])),
        report: text({ pattern: /[a-z0-9=,-]+/ }),
      },
      env: ({ inputs }) => ({
        ...serverOf(registry),
        ...runOfMember(members, inputs),
        PIPELINE_RUN: runName,
        MEMBERS: JSON.stringify(rules),
        DEADLINE_SECONDS: String(deadlineSeconds),
      }),
      timeout: programTimeout(deadlineSeconds),
    },
  );
}
