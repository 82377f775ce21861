import type { Expression } from '../values/expression';
import type { ValueType } from '../values/value-type';

/** A value that is worked out, checked and left in a file. @internal */
export interface Taken {
  readonly name: string;
  readonly value: Expression;
  /** Absent for what the program makes itself. */
  readonly type?: ValueType | undefined;
}

/**
 * The env variables of take-inputs, each JSON; values come as arguments. `FILES` are results of the task, `STEP_FILES` those of
 * the step. Where the guards of `WHEN` do not hold, what is left is empty.
 *
 * @internal
 */
export const variables = { values: 'VALUES', files: 'FILES', stepFiles: 'STEP_FILES', when: 'WHEN' } as const;
