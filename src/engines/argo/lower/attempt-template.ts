import { capturesOf } from '../../../core/graph/captures';
import type { AttemptNode } from '../../../core/graph/node';
import type { Context, TemplateBody } from './context';
import { captured, type Passed, passedOn } from './inputs';
import { optionalTemplate } from './optional-template';

/** What an attempt takes: what its block uses. @internal */
export function attemptValues(node: AttemptNode): readonly Passed[] {
  return passedOn(captured(capturesOf(node.body)));
}

/** An attempt as a template that succeeds whatever becomes of its block. @internal */
export function attemptTemplate(node: AttemptNode, name: string, context: Context): TemplateBody {
  const how = { continueOn: { failed: true, error: true } };
  return optionalTemplate(node, name, captured(capturesOf(node.body)), how, context);
}
