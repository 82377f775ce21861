import type { Node } from '../../../core/graph/node';
import type { DAGTask } from '../../../schemas/argo/types';
import type { Place } from '../value/place';
import { approvalTemplate } from './approval-template';
import { attemptTemplate, attemptValues } from './attempt-template';
import { checksTemplate, checksValues } from './checks-template';
import type { Context } from './context';
import { forEachTemplate, forEachValues } from './for-each-template';
import { argumentsOf } from './inputs';
import { matchTemplate, matchValues } from './match-template';
import { unitCall } from './unit-call';
import { whenTemplate, whenValues } from './when-template';

/** How a DAG task runs a node. Branches and loops are templates of their own, called with what they use. @internal */
export function nodeCall(node: Node, parent: string, place: Place, context: Context): Partial<DAGTask> {
  const name = `${parent}-${node.name}`;
  switch (node.kind) {
    case 'step':
      return unitCall(node, place, context);
    case 'match':
      return {
        template: context.templates.ensure(name, node, () => matchTemplate(node, name, context)),
        ...argumentsOf(matchValues(node), place),
      };
    case 'when':
      return {
        template: context.templates.ensure(name, node, () => whenTemplate(node, name, context)),
        ...argumentsOf(whenValues(node), place),
      };
    case 'attempt':
      return {
        template: context.templates.ensure(name, node, () => attemptTemplate(node, name, context)),
        ...argumentsOf(attemptValues(node), place),
      };
    case 'forEach':
      return {
        template: context.templates.ensure(name, node, () => forEachTemplate(node, name, context)),
        ...argumentsOf(forEachValues(node), place),
      };
    case 'checks':
      return {
        template: context.templates.ensure(name, node, () => checksTemplate(node, context)),
        ...argumentsOf(checksValues(node), place),
      };
    case 'approval':
      return { template: context.templates.ensure(name, node, () => approvalTemplate(node)) };
  }
}
