import type { Block } from '../../../core/graph/block';
import { kebabCase } from '../../../core/names';
import type { RefNode } from '../../../core/ref';
import type { WorkflowStep } from '../../../schemas/argo/types';
import { member } from '../value/expression';
import type { Place } from '../value/place';
import { handedOn } from '../value/value';
import { blockTemplate } from './block-template';
import type { Context } from './context';
import { capturedBy, passed } from './inputs';
import { nodeReading } from './node-reading';
import { callMayFail, unitCall } from './unit-call';

/** A block as one step of a steps template, and how that template reads what the block hands on. @internal */
export interface BlockCall {
  readonly step: Omit<WorkflowStep, 'name'>;
  /** Expression of an output; only to be evaluated if the step succeeded. */
  readonly output: (name: string) => string;
}

/**
 * Calls a block from the step `step`. A block of a single step needs no template of its own, unless its arguments have to
 * be checked: in a steps template that leaves the run waiting.
 *
 * @internal
 */
export function blockCall(block: Block, template: string, step: string, place: Place, context: Context): BlockCall {
  const [only, second] = block.nodes;
  if (only?.kind === 'step' && second === undefined && !callMayFail(only, place)) {
    const inner: Place = (ref) =>
      ref.source.kind === 'output' && ref.source.node === only ? nodeReading(ref, 'steps', step) : place(ref);
    return {
      step: unitCall(only, place, context),
      output: (name) => handedOn(block.outputs[name] as RefNode, inner),
    };
  }
  if (only === undefined) {
    // A block that only hands on values of others runs nothing, which Argo has no template for.
    return { step: {}, output: (name) => handedOn(block.outputs[name] as RefNode, place) };
  }
  const inputs = capturedBy(block);
  return {
    step: {
      template: context.templates.ensure(template, block, () => blockTemplate(block, template, inputs, context)),
      ...passed(inputs, place),
    },
    output: (name) => member(['steps', step, 'outputs', 'parameters', kebabCase(name)]),
  };
}
