import { checkProps } from '../check-props';
import { PipelineError } from '../error';
import { blocksOf } from '../graph/block';
import type { AttemptNode } from '../graph/node';
import { decides } from '../graph/unit-graph';
import type { RefNode } from '../ref';
import type { BranchOptions } from '../scope';
import { maybeOutputs, refuseArtifacts } from './add-when';
import type { BlockBuilder, Handle } from './block-builder';
import { producedBy } from './produced';
import { scopeOf } from './scope-of';

/** @internal */
export function addAttempt(builder: BlockBuilder, body: unknown, options: BranchOptions): Handle {
  const at = builder.block.label;
  checkProps(options, ['name', 'after'], 'attempt', at);
  if (typeof body !== 'function') {
    throw new PipelineError({ code: 'MLP1119', message: 'attempt has no callback', expected: '(p) => p.step(…)', at });
  }
  const given = options.name;
  if (given !== undefined) builder.nameFor(given, given);
  const { block } = builder.nested(given ?? 'attempt', (inner) => {
    inner.block.outputs = producedBy(body(scopeOf(inner)), inner);
  });
  const name = given ?? builder.nameFor(undefined, `try-${block.nodes[0]?.name ?? 'nothing'}`);
  const outputs = Object.fromEntries(
    Object.entries(block.outputs).map(([output, ref]) => [output, (ref as RefNode).type]),
  );
  refuseArtifacts(outputs, 'attempt', at);
  const node: AttemptNode = {
    kind: 'attempt',
    name,
    block: builder.block,
    body: block,
    outputs,
    after: builder.after(options.after, name),
  };
  refuseDecisions(node);
  builder.add(node);
  return builder.handle(node, maybeOutputs(node));
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
