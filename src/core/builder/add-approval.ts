import { checkProps } from '../check-props';
import { checkValue } from '../check-value';
import type { ApprovalNode } from '../graph/node';
import { outputsProxy } from '../outputs-proxy';
import { RefNode } from '../ref';
import type { ApprovalOptions } from '../scope';
import { secondsOf } from '../time-span';
import type { ValueType } from '../value-type';
import { decisions } from '../verdict';
import type { BlockBuilder, Handle } from './block-builder';

const decision: ValueType = { kind: 'oneOf', values: decisions };

/** @internal */
export function addApproval(builder: BlockBuilder, options: ApprovalOptions): Handle {
  const at = builder.block.label;
  checkProps(options, ['name', 'after', 'message', 'expires'], 'approval', at);
  if (options.message !== undefined) checkValue(options.message, { kind: 'text' }, 'the message of an approval', at);
  const name = builder.nameFor(options.name, 'approve');
  builder.checkOpen(name);
  const node: ApprovalNode = {
    kind: 'approval',
    name,
    block: builder.block,
    message: options.message,
    expiresInSeconds: secondsOf(options.expires, `the waiting time of approval '${name}'`, at),
    outputs: { decision },
    // People are asked about what is there, so everything before has to be done.
    after: options.after === undefined ? [...builder.block.nodes] : builder.nodesOf(options.after, name),
  };
  builder.add(node);
  const label = `the decision of approval '${name}'`;
  const ref = new RefNode(builder.block, { kind: 'output', node, name: 'decision' }, decision, label);
  return builder.handle(node, outputsProxy({ decision: ref }, 'output', `approval '${name}'`, at));
}
