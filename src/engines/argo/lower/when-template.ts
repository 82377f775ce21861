import { operandsOf } from '../../../core/condition';
import { capturesOf, leafRefs } from '../../../core/graph/captures';
import type { WhenNode } from '../../../core/graph/node';
import { conditionText } from '../value/condition';
import type { Context, TemplateBody } from './context';
import { type Captured, captured, inputsOnly, type Passed, passedOn } from './inputs';
import { optionalTemplate } from './optional-template';

/** What a `when` takes: the operands of its condition, then what its block uses. @internal */
export function whenValues(node: WhenNode): readonly Passed[] {
  return passedOn(inputsOf(node));
}

/** A `when` as a template that runs its block only if the condition holds. @internal */
export function whenTemplate(node: WhenNode, name: string, context: Context): TemplateBody {
  const inputs = inputsOf(node);
  const how = { when: `{{= ${conditionText(node.condition.test, inputsOnly(inputs))} }}` };
  return optionalTemplate(node, name, inputs, how, context);
}

function inputsOf(node: WhenNode): readonly Captured[] {
  return captured([...leafRefs([...operandsOf(node.condition.test)]), ...capturesOf(node.body)]);
}
