import type { Block } from '../../../core/graph/block';
import type { ChecksNode, MatchNode, Node, StepNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import { member, quote } from '../value/expression';
import type { Place } from '../value/place';
import { used } from './needed';

/**
 * The gate, or row of gates, of the same block whose verdict a node takes, and which it has to come after even if that died:
 * Argo fails a group of steps with a pod that waited too long to start, whatever the step says of going on.
 *
 * @internal
 */
export function readsDeadGate(node: Node, block: Block): StepNode | ChecksNode | undefined {
  if (node.kind !== 'step' && node.kind !== 'match') return undefined;
  const checks = [...used(node)].find((other) => other.kind === 'checks' && other.block === block);
  if (checks?.kind === 'checks') return checks;
  return node.kind === 'match' ? matchedGate(node, block) : undefined;
}

function matchedGate({ on }: MatchNode, block: Block): StepNode | undefined {
  const { source } = on;
  if (source.kind !== 'output' || source.node.block !== block || source.node.kind !== 'step') return undefined;
  return isVerdict(on.type) ? source.node : undefined;
}

/**
 * Reads a gate that may have left nothing, since its own template failed: the verdict is `error` then, and other outputs
 * are their defaults. The status comes first, since Argo waits for ever for an output that never comes.
 *
 * @internal
 */
export function gateFallback(gate: StepNode | ChecksNode, place: Place): Place {
  return (ref) => {
    const { source } = ref;
    if (source.kind !== 'output' || source.node !== gate || ref.type.kind === 'artifact') return place(ref);
    const declared = gate.kind === 'step' ? gate.unit.outputs[source.name] : undefined;
    const value = member(['tasks', gate.name, 'outputs', 'parameters', kebabCase(source.name)], 2);
    const missing = isVerdict(ref.type)
      ? 'error'
      : declared?.default !== undefined
        ? wire(declared.default, declared.type)
        : source.name === 'reason'
          ? `${gate.name} left no reason`
          : '';
    const succeeded = `${member(['tasks', gate.name, 'status'])} == 'Succeeded'`;
    return { tag: undefined, expression: `${succeeded} ? ${value} : ${quote(missing)}`, trusted: true };
  };
}
