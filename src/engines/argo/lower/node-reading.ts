import { PipelineError } from '../../../core/error';
import type { Node } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import type { RefNode } from '../../../core/ref';
import { member } from '../value/expression';
import type { Reading } from '../value/place';
import { isTrusted } from '../value/trust';

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
  const reading = { tag: path.join('.'), expression: member(path), trusted: artifact || isTrusted(ref) };
  if (node.kind === 'approval') {
    // Whoever answers can write anything; what is no answer is none, and so is none at all.
    const answer = member(path, 2);
    const given = `${member([kind, name, 'status'])} == 'Succeeded' && ${answer} in ['approve', 'refuse']`;
    return { tag: undefined, expression: `${given} ? ${answer} : 'expired'`, trusted: true };
  }
  if (node.kind === 'when' || node.kind === 'attempt') {
    return { ...reading, present: `${member([kind, name, 'outputs', 'parameters', ranOutput])} == 'true'` };
  }
  return reading;
}

/** Output of the template of a `when`: whether its block ran. No output of a block has an underscore. @internal */
export const ranOutput = 'block_ran';

/** Argo has no template that does nothing. @internal */
export function idle(what: string, { name, block }: Node): PipelineError {
  return new PipelineError({
    code: 'MLP1119',
    message: `the block of ${what} '${name}' has no steps`,
    expected: 'at least one p.step(…)',
    at: block.label,
  });
}

/** @internal */
export function unreadable(ref: RefNode): PipelineError {
  return new PipelineError({ code: 'MLP1111', message: `${ref.label} can't be read here`, at: ref.scope?.label });
}
