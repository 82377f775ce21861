import type { TaskGraph } from '../../../core/task';
import type { ValueType } from '../../../core/value-type';
import type { Expression } from '../../../programs/values/expression';
import type { Guard } from '../value/guard';
import type { Value } from '../value/value';

/**
 * One task of the pipeline, before it is known which of its guards decide whether it is created and which only whether its
 * program runs.
 *
 * @internal
 */
export interface Draft {
  readonly name: string;
  /** The unit whose accounts it has. */
  readonly account: string;
  readonly guards: readonly Guard[];
  /** Guards of single pods of a loop: they never keep the task from being created. */
  readonly stepGuards?: readonly Guard[] | undefined;
  /** Tasks to wait for although nothing of them is used. */
  readonly after: readonly string[];
  readonly work: Run | WorkOut | Asking;
  readonly loop?: Loop | undefined;
}

/** Runs a program. @internal */
export interface Run {
  readonly kind: 'run';
  readonly task: TaskGraph;
  readonly args: { readonly [input: string]: Value };
  /** Inputs that may get what their type does not take. */
  readonly narrower: ReadonlySet<string>;
}

/** Waits for a person: a custom task, which ends well only by their consent. @internal */
export interface Asking {
  readonly kind: 'ask';
  readonly message: string | undefined;
  readonly expiresInSeconds: number;
}

/** Works out values that Tekton can't write, or checks those that a run was started with. @internal */
export interface WorkOut {
  readonly kind: 'workOut';
  readonly values: readonly WorkedOut[];
}

/** @internal */
export interface WorkedOut {
  readonly name: string;
  readonly expression: Expression;
  readonly type?: ValueType | undefined;
  /** Nothing is handed on: the value is only looked at. */
  readonly result: 'string' | 'array' | undefined;
}

/** One pod for each item. @internal */
export interface Loop {
  /** The items: texts, or a variable that is a list. */
  readonly items: readonly string[] | string;
  /** How the item's name follows from it. */
  readonly key: Expression;
  /** What each pod hands on: the loop's name for it, and the task's. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** What stands for the item among the values of a loop's task. @internal */
export const itemText = '$(item)';
