import type { Result } from '../../expr/argo/result';
import { createScope, type Scope } from '../../expr/argo/scope';
import type { Template } from '../../schemas/argo/types';
import type { TemplatePlan } from '../plan/template-plan';
import type { Inputs } from './node';
import type { Run } from './run';
import { fill, tagsOf } from './tagged';
import { words } from './words';

/** A template with its inputs and the workflow's names filled in. @internal */
export interface Processed {
  readonly template: TemplatePlan;
  /** What the control flow reads of it; steps and tasks are filled in when their turn comes. */
  readonly head: Template;
  readonly inputs: Inputs;
  /** What is filled in, one after the other: what one round brings, the next one reads. */
  readonly rounds: readonly Scope[];
  /** What the workflow's names were like. */
  readonly globalsVersion: number;
}

/** Fills another part of the template in. @internal */
export function fillIn<T>({ rounds }: Pick<Processed, 'rounds'>, tree: T): Result<T> {
  return fill(tree, tagsOf(tree), rounds, 'lenient');
}

/** The same for one attempt of a retried template, which knows how the last one ended. @internal */
export function forAttempt(
  run: Run,
  processed: Processed,
  locals: readonly (readonly [string, string])[],
): Processed | string {
  const first = createScope(run.globals, locals);
  const second = createScope(
    first,
    processed.inputs.parameters.map(({ name, value = '' }) => [`inputs.parameters.${name}`, value] as const),
  );
  const head = fillIn({ rounds: [first, second] }, processed.head);
  if (!head.ok) return words(run.world, head.problem);
  return { ...processed, head: head.value, rounds: [...processed.rounds, first, second] };
}
