import type { Scope } from '../scope';
import { addApproval } from './add-approval';
import { addAttempt } from './add-attempt';
import { addForEach } from './add-for-each';
import { addMatch } from './add-match';
import { addStep } from './add-step';
import { addWhen } from './add-when';
import type { BlockBuilder } from './block-builder';

const builders = new WeakMap<object, BlockBuilder>();

/** The builder behind a `p`, for nodes that have no method of their own. @internal */
export function builderOf(scope: object): BlockBuilder {
  const builder = builders.get(scope);
  if (builder === undefined) throw new Error('not the p of a callback');
  return builder;
}

/**
 * The `p` of a callback. The types of `Scope` are checked by the compiler; everything they say is checked again here.
 *
 * @internal
 */
export function scopeOf(builder: BlockBuilder, more: object = {}): Scope {
  const scope = {
    step: (unit: unknown, inputs?: object, options?: object) => addStep(builder, unit, inputs ?? {}, options ?? {}),
    match: (on: unknown, arms: object, options?: object) => addMatch(builder, on, arms, options ?? {}),
    when: (condition: never, body: unknown, options?: object) => addWhen(builder, condition, body, options ?? {}),
    attempt: (body: unknown, options?: object) => addAttempt(builder, body, options ?? {}),
    forEach: (items: unknown, body: unknown, options?: object) => addForEach(builder, items, body, options ?? {}),
    approval: (options: never) => addApproval(builder, options),
    ...more,
  };
  builders.set(scope, builder);
  return Object.freeze(scope) as unknown as Scope;
}
