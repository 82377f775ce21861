import type { Scope } from '../scope';
import { addApproval } from './add-approval';
import { addForEach } from './add-for-each';
import { addMatch } from './add-match';
import { addStep } from './add-step';
import { addWhen } from './add-when';
import type { BlockBuilder } from './block-builder';

/**
 * The `p` of a callback. The types of `Scope` are checked by the compiler; everything they say is checked again here.
 *
 * @internal
 */
export function scopeOf(builder: BlockBuilder): Scope {
  const scope = {
    step: (unit: unknown, inputs?: object, options?: object) => addStep(builder, unit, inputs ?? {}, options ?? {}),
    match: (on: unknown, arms: object, options?: object) => addMatch(builder, on, arms, options ?? {}),
    when: (condition: never, body: unknown, options?: object) => addWhen(builder, condition, body, options ?? {}),
    forEach: (items: unknown, body: unknown, options?: object) => addForEach(builder, items, body, options ?? {}),
    approval: (options: never) => addApproval(builder, options),
  };
  return Object.freeze(scope) as unknown as Scope;
}
