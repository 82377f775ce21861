import type { AttemptNode, WhenNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import type { WorkflowStep } from '../../../schemas/argo/types';
import { grouped } from '../value/expression';
import { blockCall } from './block-call';
import type { Context, TemplateBody } from './context';
import { type Captured, declaredInputs, inputsOnly } from './inputs';
import { idle, ranOutput } from './node-reading';

/**
 * A block that may not run, or may fail, as a template that always succeeds and always hands on its outputs, empty ones
 * where the block did not succeed: so nobody ever waits for an output that will not come.
 *
 * A steps template, because a DAG would inherit the phase of a killed pod below it and lose its outputs. The status is
 * asked first: what a failed block did write is not handed on.
 *
 * @param how what makes the step of the block optional
 * @internal
 */
export function optionalTemplate(
  node: WhenNode | AttemptNode,
  name: string,
  inputs: readonly Captured[],
  how: Pick<WorkflowStep, 'when' | 'continueOn'>,
  context: Context,
): TemplateBody {
  if (node.body.nodes.length === 0) throw idle(node.kind, node);
  const call = blockCall(node.body, `${name}-block`, 'block', inputsOnly(inputs), context);
  const succeeded = "steps.block.status == 'Succeeded'";
  const outputs = Object.keys(node.outputs).map((output) => ({
    name: kebabCase(output),
    valueFrom: { expression: `${succeeded} ? ${grouped(call.output(output))} : ''` },
  }));
  return {
    ...declaredInputs(inputs),
    outputs: {
      parameters: [{ name: ranOutput, valueFrom: { expression: `${succeeded} ? 'true' : 'false'` } }, ...outputs],
    },
    steps: [[{ name: 'block', ...how, ...call.step }]],
  };
}
