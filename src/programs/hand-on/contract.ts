import type { Expression, Guard } from '../values/expression';
import type { ValueType } from '../values/value-type';

/** What a task hands on, as JSON in the environment. @internal */
export interface HandOn {
  readonly outputs: readonly Output[];
  /** The output that makes the task a gate: whatever happened, it says one of four words. */
  readonly verdict?: string | undefined;
  /** The program ran only if these hold; else every output is empty. */
  readonly when: readonly Guard[];
  /** Hand everything on as one member of a loop, named by this. */
  readonly member?: Expression | undefined;
  /** What all results may have together. */
  readonly maxBytes: number;
}

/** @internal */
export interface Output {
  readonly name: string;
  /** Where the program leaves it. */
  readonly file: string;
  readonly type: ValueType;
  readonly default?: string | undefined;
}

/**
 * The env variables of hand-on: `OUTPUTS` is a `HandOn` and `FILES` the result files by name, both JSON; `EXIT_CODE_FILES`
 * the files with the exit codes of a gate's steps, separated by spaces. Values come as arguments.
 *
 * @internal
 */
export const variables = { outputs: 'OUTPUTS', files: 'FILES', exitCodes: 'EXIT_CODE_FILES' } as const;
