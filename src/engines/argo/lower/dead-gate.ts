import type { Block } from '../../../core/graph/block';
import type { MatchNode, StepNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import { member, quote } from '../value/expression';
import type { Place } from '../value/place';

/** The gate of the same block whose verdict a match looks at. @internal */
export function readsDeadGate({ on }: MatchNode, block: Block): StepNode | undefined {
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
export function gateFallback(gate: StepNode, place: Place): Place {
  return (ref) => {
    const { source } = ref;
    if (source.kind !== 'output' || source.node !== gate || ref.type.kind === 'artifact') return place(ref);
    const declared = gate.unit.outputs[source.name];
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
