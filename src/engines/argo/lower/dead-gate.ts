import type { Block } from '../../../core/graph/block';
import type { ChecksNode, Node, StepNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { RefNode } from '../../../core/ref';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import { member, quote } from '../value/expression';
import type { Place } from '../value/place';

/** A gate, or a row of them. */
type Gate = StepNode | ChecksNode;

/**
 * The gate of the same block whose verdict a match looks at, or a step takes as one: it runs also when the gate's own
 * template failed. That of a row does when a pod of it never found a node and its time was up.
 *
 * @internal
 */
export function readsDeadGate(node: Node, block: Block): Gate | undefined {
  return node.kind === 'match'
    ? gateOf(node.on, block)
    : node.kind === 'step'
      ? Object.entries(node.args)
          .filter(([name]) => isVerdict(node.unit.inputs[name]?.type ?? { kind: 'text' }))
          .map(([, value]) => gateOf(value, block))
          .find((gate) => gate !== undefined)
      : undefined;
}

function gateOf(value: unknown, block: Block): Gate | undefined {
  if (!RefNode.is(value) || value.source.kind !== 'output' || value.source.node.block !== block) return undefined;
  const { node } = value.source;
  return isVerdict(value.type) && (node.kind === 'step' || node.kind === 'checks') ? node : undefined;
}

/**
 * Reads a gate that may have left nothing, since its own template failed: the verdict is `error` then, and other outputs
 * are their defaults. The status comes first, since Argo waits for ever for an output that never comes.
 *
 * @internal
 */
export function gateFallback(gate: Gate, place: Place): Place {
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
