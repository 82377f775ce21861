import { PipelineError } from '../../../core/error';
import type { Node } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import type { RefNode } from '../../../core/ref';
import { member } from '../value/expression';
import type { Reading } from '../value/place';

/**
 * How the template around a node reads one of its outputs. `kind` is what Argo calls the node there, `name` its name.
 *
 * @internal
 */
export function nodeReading(ref: RefNode, kind: 'tasks' | 'steps', name: string): Reading {
  const { source } = ref;
  if (source.kind !== 'output') throw unreadable(ref);
  const { node } = source;
  const artifact = ref.type.kind === 'artifact';
  const path = [kind, name, 'outputs', artifact ? 'artifacts' : 'parameters', kebabCase(source.name)];
  const reading = { tag: path.join('.'), expression: member(path), trusted: artifact || wasChecked(node) };
  if (node.kind === 'approval') {
    // Whoever answers can write anything; what is no answer is none.
    const answer = `${reading.expression} in ['approve', 'refuse'] ? ${reading.expression} : 'expired'`;
    return { tag: undefined, expression: answer, trusted: true };
  }
  if (node.kind === 'when') {
    return { ...reading, present: `${member([kind, name, 'outputs', 'parameters', ranOutput])} == 'true'` };
  }
  return reading;
}

/** Output of the template of a `when`: whether its block ran. @internal */
export const ranOutput = 'block-ran';

/** Blocks, gates and pipelines check what they hand on; a task's pod may have written anything. */
function wasChecked(node: Node): boolean {
  if (node.kind !== 'step') return true;
  const { unit } = node;
  return unit.kind === 'pipeline' || unit.kind === 'reference' || (unit.kind === 'task' && unit.verdict !== undefined);
}

/** @internal */
export function unreadable(ref: RefNode): PipelineError {
  return new PipelineError({ code: 'MLP1111', message: `${ref.label} can't be read here`, at: ref.scope?.label });
}
