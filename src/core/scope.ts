import type { Condition } from './condition';
import type { Input, Maybe, Ref, RefObject } from './ref';
import type { TimeSpan } from './time-span';
import type { Unit } from './unit';

/** No inputs. @public */
export interface None {
  readonly [name: string]: never;
}

/** @public */
export type Args<I> = {
  readonly [K in keyof I]: Input<Exclude<I[K], undefined>> | (undefined extends I[K] ? undefined : never);
};

/**
 * What `step` takes besides the unit: inputs, which may be left out where all are optional, and options. A function of
 * your own that wraps `step` takes them as `...rest: StepArgs<I>`.
 *
 * @public
 */
export type StepArgs<I> = [keyof I] extends [never]
  ? [inputs?: None, options?: StepOptions]
  : {} extends I
    ? [inputs?: Args<I>, options?: StepOptions]
    : [inputs: Args<I>, options?: StepOptions];

/** @public */
export interface StepOptions {
  /** @default - the unit's name */
  readonly name?: string | undefined;
  /**
   * Steps to wait for although nothing of them is used.
   *
   * @default - the branches on verdicts and decisions that stand before it in its block
   */
  readonly after?: readonly Ordered[] | undefined;
}

/** Something that other steps can come after. @public */
export interface Ordered {
  readonly id: string;
}

/** @public */
export interface Step<out O> extends Ordered {
  readonly outputs: { readonly [K in keyof O]-?: Ref<Exclude<O[K], undefined>> };
}

/** A block that may not run, or may fail. @public */
export interface OptionalStep<out O> extends Ordered {
  readonly outputs: { readonly [K in keyof O]-?: Maybe<Exclude<O[K], undefined>> };
}

/** A block that runs for each item. @public */
export interface Gathered<out O> extends Ordered {
  /** Each output as a list, in the order of the items. */
  readonly outputs: { readonly [K in keyof O]-?: Ref<readonly Exclude<O[K], undefined>[]> };
  /** One record for each item: its key and all outputs of its block. */
  readonly members: Ref<readonly ({ readonly key: string } & O)[]>;
}

/** An arm that does nothing and ends the run red. Made by `hold`. @public */
export interface Hold {
  readonly hold: string;
}

/** What a block may hand on: a step, or values by name. @public */
export type Produced =
  | { readonly outputs: { readonly [name: string]: Ref<unknown> } }
  | { readonly [name: string]: Ref<unknown> }
  // biome-ignore lint/suspicious/noConfusingVoidType: a callback without return has the type void, which undefined does not take
  | void;
/** @internal */
export type RefsIn<R> = R extends { readonly outputs: infer O } ? O : R extends object ? R : {};
/** @internal */
export type Carried<R> = R extends RefObject<infer T> ? T : never;

/** @public */
export type Arm<R = unknown> = Hold | ((p: Scope) => R);
/** @public */
export type Arms<V extends string> = { readonly [K in V]: Arm<Produced> };
/** @internal */
export type FromArm<A> = A extends (p: Scope) => infer R ? RefsIn<R> : never;
/** @internal */
export type Surplus<A, V extends string> = { readonly [K in Exclude<keyof A, V>]: never };

/** @public */
export interface BranchOptions {
  /** @default - derived from what it looks at */
  readonly name?: string | undefined;
  /** Steps to wait for although nothing of them is used. */
  readonly after?: readonly Ordered[] | undefined;
}

/** @public */
export interface ForEachOptions extends BranchOptions {
  /** Field of the item that names it, where items are records. @default - the item itself */
  readonly key?: string | undefined;
  /** How many run at the same time. @default - all */
  readonly parallelism?: number | undefined;
}

/** @public */
export interface ApprovalOptions {
  /** @default 'approve' */
  readonly name?: string | undefined;
  /** Steps to wait for before anybody is asked. @default - all before it in its block */
  readonly after?: readonly Ordered[] | undefined;
  /** What the person is asked. */
  readonly message?: string | undefined;
  /** How long to wait. Shorter than the period of the schedule that starts the pipeline. */
  readonly expires: TimeSpan;
}

/** What a person decided; `expired` if nobody did. @public */
export type Decision = 'approve' | 'refuse' | 'expired';

/**
 * Where steps are put: the body of a pipeline, an arm of a `match`, the block of a `when` or `forEach`.
 *
 * @public
 */
export interface Scope {
  /**
   * Runs a unit. It starts when the steps are done whose outputs it takes, and those named by `after`.
   *
   * @throws PipelineError MLP1101, MLP1102 surplus and missing inputs; MLP1108 a ref of another type; MLP1112 a name used twice.
   */
  step<I, O>(unit: Unit<I, O>, ...rest: StepArgs<I>): Step<O>;

  /**
   * Runs one of several arms, one for each value.
   *
   * On a verdict, every arm but `pass` ends the run red once it is done; a gate that crashes takes the `error` arm. What is
   * written below it waits for it and runs on `pass` only, unless it uses what the match hands on, or says `after`.
   * Outputs that all arms but `hold()` hand on can be used afterwards.
   *
   * @throws PipelineError MLP1113 on a value that is no enumeration; MLP1114 missing and surplus arms.
   */
  match<V extends string, A extends Arms<V> & Surplus<A, V>>(
    on: Ref<V>,
    arms: A,
    options?: BranchOptions,
  ): Step<{ readonly [K in keyof FromArm<A[keyof A]>]: Carried<FromArm<A[keyof A]>[K]> }>;

  /** Runs a block only if the condition holds. Its outputs may be absent. */
  when<R extends Produced>(
    condition: Condition,
    block: (p: Scope) => R,
    options?: BranchOptions,
  ): OptionalStep<{ readonly [K in keyof RefsIn<R>]: Carried<RefsIn<R>[K]> }>;

  /**
   * Runs a block that may fail: the run goes on, and what the block would have handed on is absent.
   *
   * For one of several that do the same, such as a model that is trained beside others. Somebody has to use what it hands
   * on, so that nothing fails unseen; what is written below it waits for it only then. Not on Tekton.
   *
   * @throws PipelineError MLP1125 for a block that hands on nothing, or whose outputs nobody uses.
   * @see https://argo-workflows.readthedocs.io/en/latest/fields/#continueon
   */
  attempt<R extends Produced>(
    block: (p: Scope) => R,
    options?: BranchOptions,
  ): OptionalStep<{ readonly [K in keyof RefsIn<R>]: Carried<RefsIn<R>[K]> }>;

  /** Runs a block for each item of a list, and gathers what the blocks hand on. */
  forEach<T, R extends Produced>(
    items: Input<readonly T[]>,
    block: (p: Scope, item: Ref<T>) => R,
    options?: ForEachOptions,
  ): Gathered<{ readonly [K in keyof RefsIn<R>]: Carried<RefsIn<R>[K]> }>;

  /**
   * Waits for a person. The answer is a value: match on it. Nobody answering is `expired`, never consent.
   */
  approval(options: ApprovalOptions): Step<{ readonly decision: Decision }>;
}

/** The body of a pipeline. @public */
export interface PipelineScope extends Scope {
  /**
   * Runs after everything else, whatever became of it. It can use the pipeline's inputs and the status, but no outputs
   * of steps: they may not have run.
   *
   * @throws PipelineError MLP1120 for outputs of steps, or a second `finally`.
   */
  finally(block: (p: Scope, end: { readonly status: Ref<'Succeeded' | 'Failed'> }) => void): void;
}
