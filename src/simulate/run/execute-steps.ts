import type { WorkflowStep } from '../../schemas/argo/types';
import type { Owner } from '../plan/owner';
import { endDaemons } from './daemons';
import { executeGroup } from './execute-group';
import { gather } from './gather';
import { addGlobalOutputs, addWorkflowOutputs } from './globals';
import { localScope } from './local-scope';
import { addChild, addNode, markError, markPhase } from './mark';
import { remember } from './memo';
import { isFulfilled, isOver, isUnsuccessful, type Node } from './node';
import { addNodeToScope, addSkippedToScope } from './node-scope';
import { outboundOf } from './outbound';
import type { Processed } from './processed';
import type { Run } from './run';
import type { StepsFrame } from './steps-frame';
import { templateOutputs } from './template-outputs';

/** Carries on with a steps template, group by group. Says why it can't end. @internal */
export function executeSteps(run: Run, node: Node, processed: Processed, exit: boolean): string | undefined {
  const problem = carryOn(run, node, processed, exit);
  if (isOver(node.phase)) endDaemons(run, node);
  return problem;
}

function carryOn(run: Run, node: Node, processed: Processed, exit: boolean): string | undefined {
  node.steps ??= { scope: localScope(run, processed), group: 0, ready: undefined };
  const frame = node.steps;
  addWorkflowOutputs(run, frame.scope);
  const groups = processed.template.source.steps ?? [];
  const owner = processed.template.owner;
  for (; frame.group < groups.length; frame.group += 1, frame.ready = undefined) {
    const group = groups[frame.group] ?? [];
    const groupNode = groupNodeOf(run, node, frame.group, owner);
    const problem = executeGroup(run, { node, groupNode, frame, group, processed, owner, exit });
    if (problem !== undefined) {
      markError(run, groupNode, problem);
      return undefined;
    }
    if (!isFulfilled(groupNode)) return undefined;
    if (isUnsuccessful(groupNode.phase)) {
      node.outbound = outboundOfGroup(groupNode);
      markPhase(run, node, 'Failed', groupNode.message);
      return undefined;
    }
    const unreadable = showGroup(run, frame, group, groupNode, owner);
    if (unreadable !== undefined) return unreadable;
  }
  const last = run.nodes.get(`${node.name}[${groups.length - 1}]`);
  if (last !== undefined) node.outbound = outboundOfGroup(last);
  const outputs = templateOutputs(processed, frame.scope);
  if (typeof outputs === 'string') return outputs;
  if (outputs !== undefined) {
    node.outputs = outputs;
    addGlobalOutputs(run, outputs);
  }
  remember(run, node);
  markPhase(run, node, 'Succeeded');
  return undefined;
}

function groupNodeOf(run: Run, node: Node, index: number, owner: Owner): Node {
  const name = `${node.name}[${index}]`;
  const known = run.nodes.get(name);
  if (known !== undefined) {
    if (!isFulfilled(known)) markPhase(run, known, 'Running');
    return known;
  }
  const groupNode = addNode(
    run,
    { name, boundary: node, owner, hooked: false, retried: false },
    'StepGroup',
    'Running',
  );
  const before = index === 0 ? undefined : run.nodes.get(`${node.name}[${index - 1}]`);
  if (before === undefined) addChild(run, node, groupNode);
  else if (before.children.length === 0) addChild(run, before, groupNode);
  else for (const last of outboundOfGroup(before)) addChild(run, last, groupNode);
  return groupNode;
}

function outboundOfGroup(groupNode: Node): readonly Node[] {
  return [...groupNode.children].flatMap(outboundOf);
}

/** Lets later groups see the steps of one that has ended. */
function showGroup(
  run: Run,
  { scope }: StepsFrame,
  group: readonly WorkflowStep[],
  groupNode: Node,
  owner: Owner,
): string | undefined {
  for (const step of group) {
    const prefix = `steps.${step.name}`;
    const name = `${groupNode.name}.${step.name}`;
    const child = run.nodes.get(name);
    if (child === undefined) {
      const items = groupNode.children.filter((one) => one.type !== 'Skipped' && one.name.startsWith(`${name}(`));
      const problem = gather(scope, prefix, items);
      if (problem !== undefined) return problem;
      addNodeToScope(run, scope, prefix, groupNode);
    } else {
      addNodeToScope(run, scope, prefix, child);
      addSkippedToScope(run, scope, prefix, child, { holder: step, owner, artifactsToo: true });
    }
  }
  return undefined;
}
