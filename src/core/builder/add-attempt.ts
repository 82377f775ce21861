import { PipelineError } from '../error';
import { blocksOf } from '../graph/block';
import type { AttemptNode } from '../graph/node';
import { decides } from '../graph/unit-graph';
import type { BranchOptions } from '../scope';
import type { BlockBuilder, Handle } from './block-builder';
import { addOptional, optionalBlock } from './optional-block';

/** @internal */
export function addAttempt(builder: BlockBuilder, body: unknown, options: BranchOptions): Handle {
  const node: AttemptNode = { kind: 'attempt', ...optionalBlock(builder, 'attempt', 'try', body, options) };
  refuseDecisions(node);
  return addOptional(builder, node);
}

/** A release that fails has to end the run red. */
function refuseDecisions({ name, block, body }: AttemptNode): void {
  for (const { nodes } of blocksOf(body))
    for (const inner of nodes) {
      if (inner.kind !== 'step' || !decides(inner.unit)) continue;
      throw new PipelineError({
        code: 'MLP1125',
        message: `'${inner.name}' decides about a release, and attempt '${name}' would go on whatever it decides`,
        fix: 'put it below the attempt',
        at: block.label,
      });
    }
}
