import type { Block } from '../../../core/graph/block';
import { RefNode, refsIn } from '../../../core/ref';
import { mayJoinBraces } from './joined-braces';

/**
 * Tells whether a value was checked, or can only be one of ours: inputs are checked by the caller, verdicts by the wrapper
 * of their gate. What a task's pod wrote stays untrusted through all blocks and pipelines that hand it on.
 *
 * @internal
 */
export function isTrusted(ref: RefNode): boolean {
  const { source } = ref;
  switch (source.kind) {
    case 'input':
    case 'item':
    case 'status':
      return true;
    case 'output':
      return outputTrusted(source);
    case 'format':
      return !mayJoinBraces(source.parts) && source.parts.every((part) => typeof part === 'string' || isTrusted(part));
    default:
      return [...refsIn(ref)].every((part) => part === ref || isTrusted(part));
  }
}

function outputTrusted({ node, name }: RefNode['source'] & { kind: 'output' }): boolean {
  switch (node.kind) {
    case 'step': {
      const { unit } = node;
      if (unit.kind === 'task') return unit.verdict !== undefined;
      if (unit.kind === 'native') return false;
      return handsOnTrusted(unit.kind === 'reference' ? unit.unit.body : unit.body, name);
    }
    case 'match':
      return node.arms.every(({ block }) => block === undefined || handsOnTrusted(block, name));
    case 'when':
    case 'attempt':
      return handsOnTrusted(node.body, name);
    case 'forEach':
      return name !== 'members' && handsOnTrusted(node.body, name);
    default:
      return true;
  }
}

function handsOnTrusted(block: Block, name: string): boolean {
  const ref = block.outputs[name];
  return RefNode.is(ref) && isTrusted(ref);
}
