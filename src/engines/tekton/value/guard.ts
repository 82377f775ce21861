/**
 * A text compared with words: all that Tekton can decide by itself, before a task or before a step.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions
 * @internal
 */
export interface Guard {
  readonly on: string;
  readonly operator: 'in' | 'notin';
  readonly values: readonly string[];
}

/** @internal */
export function isIn(on: string, ...values: readonly string[]): Guard {
  return { on, operator: 'in', values };
}

/** @internal */
export function isNotIn(on: string, ...values: readonly string[]): Guard {
  return { on, operator: 'notin', values };
}

/** Each guard once, in their order. @internal */
export function distinctGuards(guards: readonly Guard[]): readonly Guard[] {
  const seen = new Map(guards.map((guard) => [guardId(guard), guard]));
  return [...seen.values()];
}

/** @internal */
export function guardId({ on, operator, values }: Guard): string {
  return JSON.stringify([on, operator, values]);
}
