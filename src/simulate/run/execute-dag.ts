import { anyString } from '../plan/any-string';
import type { DagPlan } from '../plan/dag-plan';
import { endDaemons } from './daemons';
import type { DagFrame, DagLook, TaskFrame } from './dag-frame';
import { dagPhase } from './dag-phase';
import { executeTask, nodeOf, sourceOf } from './execute-task';
import { gather } from './gather';
import { addGlobalOutputs } from './globals';
import { runHooks } from './hooks';
import { localScope } from './local-scope';
import { markError, markPhase } from './mark';
import { remember } from './memo';
import { isFulfilled, isOver, type Node } from './node';
import { addNodeToScope, addSkippedToScope } from './node-scope';
import { outboundOf } from './outbound';
import { fillIn, type Processed } from './processed';
import type { Run } from './run';
import { taskScope } from './task-scope';
import { templateOutputs } from './template-outputs';

/** Carries on with a DAG. Says why it can't end. @internal */
export function executeDag(run: Run, node: Node, processed: Processed, exit: boolean): string | undefined {
  const problem = carryOn(run, node, processed, exit);
  if (isOver(node.phase)) endDaemons(run, node);
  return problem;
}

function carryOn(run: Run, node: Node, processed: Processed, exit: boolean): string | undefined {
  const { dag: plan, owner } = processed.template;
  if (plan === undefined) return undefined;
  node.dag ??= frameOf(node, plan, processed);
  const frame = node.dag;
  const look: DagLook = { node, frame, plan, processed, owner, exit, visited: new Set() };
  for (const task of frame.tasks.values()) if (nodeOf(run, task)?.daemoned === true) executeTask(run, look, task);
  let exitsOver = true;
  for (const name of frame.targets) {
    const task = frame.tasks.get(name);
    if (task === undefined) return `target ${name} does not exist`;
    executeTask(run, look, task);
    const taskNode = nodeOf(run, task);
    if (taskNode === undefined) continue;
    const problem = hooksOf(run, look, task, taskNode);
    if (problem !== undefined) {
      markError(run, node, problem);
      return undefined;
    }
    if (isOver(taskNode.phase)) {
      const exitNode = run.nodes.get(`${taskNode.name}.onExit`);
      if (exitNode !== undefined && !isFulfilled(exitNode)) exitsOver = false;
    }
  }
  const stopped = run.shutdown !== undefined && exitsOver && (run.world.version !== '3.7' || !exit);
  const phase = stopped ? 'Failed' : dagPhase(run, look);
  if (phase === 'Running') return undefined;
  node.outbound = frame.targets.flatMap((name) => {
    const task = frame.tasks.get(name);
    const taskNode = task && nodeOf(run, task);
    return taskNode === undefined ? [] : outboundOf(taskNode);
  });
  if (phase !== 'Succeeded') {
    markPhase(run, node, phase);
    return undefined;
  }
  const scope = localScope(run, processed);
  for (const task of frame.tasks.values()) {
    const unreadable = showTask(run, look, task, scope);
    if (unreadable !== undefined) return unreadable;
  }
  const outputs = templateOutputs(processed, scope);
  if (typeof outputs === 'string') return outputs;
  if (outputs !== undefined) node.outputs = outputs;
  remember(run, node);
  markPhase(run, node, 'Succeeded');
  return undefined;
}

function frameOf({ name }: Node, plan: DagPlan, processed: Processed): DagFrame {
  const tasks = new Map<string, TaskFrame>();
  for (const [task, taskPlan] of plan.tasks)
    tasks.set(task, { plan: taskPlan, nodeName: `${name}.${task}`, source: undefined, ready: undefined });
  if (plan.targets !== undefined) return { tasks, targets: plan.targets };
  const target = fillIn(processed, anyString(processed.template.source.dag?.target) ?? '');
  return { tasks, targets: target.ok ? target.value.split(' ') : [] };
}

function hooksOf(run: Run, look: DagLook, task: TaskFrame, taskNode: Node): string | undefined {
  const { hooks } = sourceOf(look, task);
  if (hooks === undefined) return undefined;
  const scope = taskScope(run, look, task);
  if (typeof scope === 'string') return scope;
  scope.set(`tasks.${task.plan.source.name}.status`, taskNode.phase);
  const place = { boundary: look.node, owner: look.owner, prefix: `tasks.${task.plan.source.name}`, scope };
  return runHooks(run, hooks, taskNode, place).problem;
}

/** Lets the DAG's outputs see a task. */
function showTask(
  run: Run,
  { owner }: DagLook,
  task: TaskFrame,
  scope: ReturnType<typeof localScope>,
): string | undefined {
  const taskNode = nodeOf(run, task);
  if (taskNode === undefined) return undefined;
  const prefix = `tasks.${task.plan.source.name}`;
  if (taskNode.type === 'TaskGroup') {
    const problem = gather(scope, prefix, taskNode.children);
    if (problem !== undefined) return problem;
  }
  addNodeToScope(run, scope, prefix, taskNode);
  addSkippedToScope(run, scope, prefix, taskNode, { holder: task.plan.source, owner, artifactsToo: false });
  if (taskNode.outputs !== undefined) addGlobalOutputs(run, taskNode.outputs);
  return undefined;
}
