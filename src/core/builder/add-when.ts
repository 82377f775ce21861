import { checkScope } from '../check-argument';
import { type Condition, operandsOf, testOf } from '../condition';
import type { BranchOptions } from '../scope';
import type { BlockBuilder, Handle } from './block-builder';
import { addOptional, optionalBlock } from './optional-block';

/** @internal */
export function addWhen(builder: BlockBuilder, condition: Condition, body: unknown, options: BranchOptions): Handle {
  for (const operand of operandsOf(testOf(condition))) checkScope(operand, 'a condition', builder.block);
  return addOptional(builder, { kind: 'when', condition, ...optionalBlock(builder, 'when', 'maybe', body, options) });
}
