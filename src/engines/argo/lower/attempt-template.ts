import { capturesOf } from '../../../core/graph/captures';
import type { AttemptNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { grouped } from '../value/expression';
import { blockCall } from './block-call';
import type { Context, TemplateBody } from './context';
import { captured, declaredInputs, inputsOnly, type Passed, passedOn } from './inputs';
import { idle, ranOutput } from './node-reading';

/** What an attempt takes: what its block uses. @internal */
export function attemptValues(node: AttemptNode): readonly Passed[] {
  return passedOn(captured(capturesOf(node.body)));
}

/**
 * An attempt as a template that always succeeds and always hands on its outputs, empty ones if the block failed.
 *
 * A steps template, because a DAG would inherit the phase of a killed pod below it and lose its outputs. The status is
 * asked first: what a failed block did write is not handed on.
 *
 * @internal
 */
export function attemptTemplate(node: AttemptNode, name: string, context: Context): TemplateBody {
  if (node.body.nodes.length === 0) throw idle('attempt', node);
  const inputs = captured(capturesOf(node.body));
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
    steps: [[{ name: 'block', continueOn: { failed: true, error: true }, ...call.step }]],
  };
}
