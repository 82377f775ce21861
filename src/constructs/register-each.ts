import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { checkParameterNames } from '../core/names';
import type { Param } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask, programTimeout } from '../core/program-task';
import type { Unit } from '../core/unit';
import type { Verdict } from '../core/verdict';
import { programText } from '../programs/bundle';
import type { EachRules, LoggedMetrics } from '../programs/register-each/rules';
import { rulesProblems } from '../programs/register-each/rules-problems';
import { memberInputs, memberRule, runOfMember, serverOf } from './member-names';
import type { MlflowRegistry } from './mlflow-registry';
import type { RegisterOptions } from './register-model';

/** One of several models that are judged and registered. @public */
export interface RegisteredMember extends RegisterOptions {
  /** Where it is registered, and the name of the model. All members are on one server. */
  readonly registry: MlflowRegistry;
  /** What its run has to have logged. */
  readonly evaluate: LoggedMetrics;
  /** Where it is not registered, the verdict is no pass. @default true */
  readonly required?: boolean | undefined;
}

/** @public */
export interface RegisterEachProps<M> {
  /** By their names. */
  readonly members: M;
  /**
   * `perModel`: those that pass are registered, whatever becomes of the others. `allOrNothing`: none is registered unless
   * every required one passes.
   */
  readonly policy: 'perModel' | 'allOrNothing';
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type RegisteredEach<M> = {
  /** Its version in the registry, or `none`. */
  readonly [K in keyof M]: string;
} & {
  /** Where its files are; empty where it is not registered. */
  readonly [K in keyof M & string as `${K}Uri`]: string;
} & {
  /** What stands for that address where no image is built, as in a `Candidate`; empty where it is not registered. */
  readonly [K in keyof M & string as `${K}Digest`]: string;
} & {
  /** `pass` if every required member is registered. */
  readonly verdict: Verdict;
  /** Every member with its word and why: `failure=fail(val_auc is 0.513, not at least 0.6)`. */
  readonly reason: string;
  /** Every member with its word: `failure=fail,threat=registered`. */
  readonly report: string;
};

/**
 * Judges several models, each by the numbers that its own run logged, registers those that pass, and then moves their
 * aliases. It takes a text for each member, the id of its run or `none`: from `trainEach`, or from tasks of your own.
 *
 * A member passes whose run is FINISHED, keeps all limits, and has files of a model. Its output is then the version; else it
 * is `none`, and `reason` says why. Aliases move when everything is registered; where one of them can't be moved, the others
 * go back to where they were. A version that was registered before something else failed stays, and nothing names it.
 *
 * It is a gate: match on its `verdict`, after what is to go on with those that passed.
 *
 * @throws PipelineError MLP3077 without members, for registries of several servers, and for rules that let everything
 * through, contradict each other or compare with a champion.
 * @example
 * ```ts
 * const at = (model: string) => MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model });
 * const registered = registerEach('register-all', {
 *   members: {
 *     failure: { registry: at('failure'), evaluate: { metrics: { val_auc: { atLeast: 0.6 } } }, alias: 'champion' },
 *     capacity: {
 *       registry: at('capacity'),
 *       evaluate: { metrics: { val_r2: { better: 'higher', atLeast: 0.3, gap: { to: 'train_r2', atMost: 0.2 } } } },
 *     },
 *   },
 *   policy: 'perModel',
 * });
 * ```
 * @public
 */
export function registerEach<const M extends { readonly [name: string]: RegisteredMember }>(
  name: string,
  props: RegisterEachProps<M>,
): Unit<{ readonly [K in keyof M]: string }, RegisteredEach<M>> {
  checkProps(props, ['members', 'policy', 'programImage'], `registerEach '${name}'`);
  const { members, policy, programImage } = props;
  if (typeof members !== 'object' || members === null || Object.keys(members).length === 0)
    throw misfit(
      `registerEach '${name}' has the members ${show(members)}`,
      '{ failure: { registry, evaluate: { metrics: { val_auc: { atLeast: 0.6 } } } } }',
      name,
    );
  const list = Object.entries(members).map(([member, given]) => checked(member, given, name));
  const server = onlyServer(list, name);
  const rules: EachRules = {
    policy,
    members: list.map((member) => ({ ...memberRule(member), ...registrationOf(member) })),
  };
  const problems = rulesProblems(rules);
  if (problems.length > 0)
    throw misfit(
      `registerEach '${name}' can't judge and register: ${problems.join('; ')}`,
      "limits for metrics that the run logs, { metrics: { val_auc: { atLeast: 0.6 } } }, and policy: 'perModel'",
      name,
    );
  const outputs = list.flatMap(outputsOf);
  checkParameterNames(
    ['verdict', 'reason', 'report', ...outputs.map(([output]) => output)],
    `an output of registerEach '${name}'`,
    name,
  );
  return programTask(
    name,
    { name: 'register-each', text: programText('register-each') },
    {
      image: programImage,
      inputs: memberInputs(list),
      outputs: {
        verdict: verdict(),
        reason: text(),
        report: text({ pattern: /[a-z0-9=,-]*/, default: '' }),
        ...Object.fromEntries(outputs),
      },
      env: ({ inputs }) => ({
        ...server,
        ...runOfMember(list, inputs),
        PIPELINE_RUN: runName,
        // Read once: what is changed in the object later was not checked.
        REGISTRATION: JSON.stringify(rules),
        DEADLINE_SECONDS: String(deadlineSeconds),
      }),
      timeout: programTimeout(deadlineSeconds),
    },
  ) as unknown as Unit<{ readonly [K in keyof M]: string }, RegisteredEach<M>>;
}

const deadlineSeconds = 600;

interface Checked extends RegisteredMember {
  readonly name: string;
  readonly required: boolean;
}

function checked(name: string, member: RegisteredMember, at: string): Checked {
  checkProps(member, ['registry', 'evaluate', 'required', 'artifact', 'loadableBy', 'alias'], `member '${name}'`, at);
  const { registry } = member;
  if (typeof registry !== 'object' || typeof registry?.env !== 'object')
    throw misfit(`the registry of member '${name}' is ${show(registry)}`, 'an MlflowRegistry', at);
  return { ...member, name, required: member.required ?? true };
}

function registrationOf({ registry, evaluate, artifact, loadableBy, alias }: Checked) {
  return { model: registry.model, evaluate, artifact, loadableBy, alias };
}

/** One program asks one server, and is let in as one user. */
function onlyServer(members: readonly Checked[], at: string) {
  const servers = members.map(({ registry }) => serverOf(registry));
  const [first = {}] = servers;
  const other = members.find((_, i) => JSON.stringify(servers[i]) !== JSON.stringify(first));
  if (other === undefined) return first;
  throw misfit(
    `the registry of member '${other.name}' is on another server than that of '${members[0]?.name}', or for another user`,
    'one server for all members, or a registerEach for each server',
    at,
  );
}

function outputsOf({ name }: Checked): readonly (readonly [string, Param<string>])[] {
  return [
    [name, text({ pattern: /none|[1-9][0-9]{0,14}/, default: 'none' })],
    [`${name}Uri`, text({ pattern: /[A-Za-z0-9._:/@+=,-]*/, default: '' })],
    [`${name}Digest`, text({ pattern: /(sha256:[0-9a-f]{64})?/, default: '' })],
  ];
}

function misfit(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3077', message, expected, at });
}
