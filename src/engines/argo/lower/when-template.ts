import { operandsOf } from '../../../core/condition';
import { capturesOf, leafRefs } from '../../../core/graph/captures';
import type { WhenNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { conditionText } from '../value/condition';
import { grouped } from '../value/expression';
import { blockCall } from './block-call';
import type { Context, TemplateBody } from './context';
import { type Captured, captured, declaredInputs, inputsOnly, type Passed, passedOn } from './inputs';
import { idle, ranOutput } from './node-reading';

/** What a `when` takes: the operands of its condition, then what its block uses. @internal */
export function whenValues(node: WhenNode): readonly Passed[] {
  return passedOn(inputsOf(node));
}

/**
 * A `when` as a template that always runs and always hands on its outputs, empty ones if the block did not run: so
 * nobody ever waits for an output of a skipped step.
 *
 * @internal
 */
export function whenTemplate(node: WhenNode, name: string, context: Context): TemplateBody {
  const inputs = inputsOf(node);
  const place = inputsOnly(inputs);
  if (node.body.nodes.length === 0) throw idle('when', node);
  const call = blockCall(node.body, `${name}-block`, 'block', place, context);
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
    steps: [[{ name: 'block', when: `{{= ${conditionText(node.condition.test, place)} }}`, ...call.step }]],
  };
}

function inputsOf(node: WhenNode): readonly Captured[] {
  return captured([...leafRefs([...operandsOf(node.condition.test)]), ...capturesOf(node.body)]);
}
