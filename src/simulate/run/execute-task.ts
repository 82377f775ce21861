import { evaluateWhen } from '../../expr/argo/when';
import type { DAGTask } from '../../schemas/argo/types';
import type { DagLook, ReadyTask, TaskFrame } from './dag-frame';
import { mayRun } from './depends';
import { executeTemplate } from './execute-template';
import { exitHookOf, runExitHook, runHooks } from './hooks';
import type { LocalScope } from './local-scope';
import { expand, repeats } from './loops';
import { addChild, addNode, markError, markPhase } from './mark';
import { isCompleted, isFulfilled, isOver, isUnsuccessful, type Node, type NodePhase, type NodeType } from './node';
import { outboundOf } from './outbound';
import { fillIn } from './processed';
import { resolveReferences } from './resolve';
import type { Run } from './run';
import { tagsOf } from './tagged';
import { taskScope } from './task-scope';
import { words } from './words';

/** @internal */
export function nodeOf(run: Run, { nodeName }: TaskFrame): Node | undefined {
  return run.nodes.get(nodeName);
}

/** The task with the DAG's inputs filled in. @internal */
export function sourceOf({ processed }: DagLook, task: TaskFrame): DAGTask {
  if (task.source !== undefined) return task.source;
  const filled = fillIn(processed, task.plan.source);
  // What can't be filled in is found again, and told, when the task's turn comes.
  const source = filled.ok ? filled.value : task.plan.source;
  task.source = source;
  return source;
}

/** Carries on with a task, and before it with what it depends on. @internal */
export function executeTask(run: Run, look: DagLook, task: TaskFrame): void {
  const { name } = task.plan.source;
  if (look.visited.has(name)) return;
  look.visited.add(name);
  const node = nodeOf(run, task);
  if (node !== undefined && (isFulfilled(node) || node.phase === 'Running') && !hooksAreOver(run, look, task, node))
    return;
  if (node !== undefined && isOver(node.phase)) {
    if (isCompleted(node.phase)) exitIsOver(run, look, task, node);
    return;
  }
  if (task.plan.depends.logic !== '' || task.plan.problem !== undefined) {
    for (const dependency of task.plan.dependencies) {
      const before = look.frame.tasks.get(dependency);
      if (before !== undefined) executeTask(run, look, before);
    }
    const may = node === undefined ? mayRun(run, look, task) : 'yes';
    if (may === 'not yet') return;
    if (may === 'no') {
      addTaskNode(run, look, task, 'Skipped', 'Omitted', 'omitted: depends condition not met');
      return;
    }
    if (may !== 'yes') {
      addTaskNode(run, look, task, 'Skipped', 'Error', may.problem);
      return;
    }
  }
  const ready = readyTask(run, look, task);
  if (ready === undefined) return;
  if ('problem' in ready) {
    if (node === undefined) addTaskNode(run, look, task, 'Skipped', 'Error', ready.problem);
    return;
  }
  let group = node?.type === 'TaskGroup' ? node : undefined;
  if (ready.repeats && group === undefined) {
    if (ready.items.length === 0) {
      addTaskNode(run, look, task, 'Skipped', 'Skipped', 'Skipped, empty params');
      return;
    }
    group = addTaskNode(run, look, task, 'TaskGroup', 'Running', '');
  }
  for (const item of ready.items) if (!begin(run, look, task, item, group)) return;
  if (group !== undefined) judgeGroup(run, look, ready, group);
}

function addTaskNode(
  run: Run,
  look: DagLook,
  task: TaskFrame,
  type: NodeType,
  phase: NodePhase,
  message: string,
): Node {
  const call = {
    name: task.nodeName,
    boundary: look.node,
    owner: look.owner,
    holder: task.plan.source,
    hooked: false,
    retried: false,
  };
  const node = addNode(run, call, type, phase, message);
  connect(run, look, task, node, undefined);
  return node;
}

/** Ties a node below the last nodes of what it depends on, else below its group or the DAG. */
function connect(run: Run, look: DagLook, task: TaskFrame, node: Node, group: Node | undefined): void {
  if (group !== undefined) addChild(run, group, node);
  else if (task.plan.dependencies.length === 0) addChild(run, look.node, node);
  else
    for (const name of task.plan.dependencies) {
      const before = look.frame.tasks.get(name);
      const beforeNode = before && nodeOf(run, before);
      if (beforeNode !== undefined) for (const last of outboundOf(beforeNode)) addChild(run, last, node);
    }
}

/** The task with all that it reads; nothing while the engine waits for a name. */
function readyTask(run: Run, look: DagLook, task: TaskFrame): ReadyTask | { readonly problem: string } | undefined {
  const known = task.ready;
  if (known !== undefined) {
    const begun = known.items.every(({ name }) => run.nodes.has(`${look.node.name}.${name}`));
    if (begun || known.globalsVersion === run.globalsVersion) return known;
  }
  const scope = taskScope(run, look, task);
  if (typeof scope === 'string') return { problem: scope };
  const filled = fillIn(look.processed, task.plan.source);
  if (!filled.ok) return { problem: words(run.world, filled.problem) };
  const resolved = resolveReferences(filled.value, tagsOf(task.plan.source), scope);
  if ('problem' in resolved) return resolved;
  if ('waitsFor' in resolved) {
    run.waiting.set(task.nodeName, resolved.waitsFor);
    return undefined;
  }
  const again = repeats(resolved.ready);
  const items = again ? expand(resolved.ready, tagsOf(task.plan.source), scope) : [resolved.ready];
  if (typeof items === 'string') return { problem: items };
  task.ready = { repeats: again, items, globalsVersion: run.globalsVersion };
  return task.ready;
}

/** Begins or carries on with the task for one item; false if nothing more is to be done for now. */
function begin(run: Run, look: DagLook, task: TaskFrame, item: DAGTask, group: Node | undefined): boolean {
  const name = `${look.node.name}.${item.name}`;
  let node = run.nodes.get(name);
  if (node === undefined) {
    const runs = evaluateWhen(item.when ?? '');
    if (!runs.ok || !runs.value) {
      const call = { name, boundary: look.node, owner: look.owner, holder: item, hooked: false, retried: false };
      const [phase, message] = runs.ok
        ? (['Skipped', `when '${item.when}' evaluated false`] as const)
        : (['Error', words(run.world, runs.problem)] as const);
      connect(run, look, task, addNode(run, call, 'Skipped', phase, message), group);
      return true;
    }
  }
  const wasThere = node !== undefined;
  const { node: called, trouble } = executeTemplate(run, {
    name,
    holder: {
      name: item.name,
      kind: 'task',
      template: item.template,
      templateRef: item.templateRef,
      inline: item.inline,
    },
    owner: look.owner,
    arguments: item.arguments ?? {},
    boundary: look.node,
    exit: look.exit,
    hooked: false,
    retried: false,
  });
  node = called;
  if (node !== undefined && !wasThere) connect(run, look, task, node, group);
  if (trouble?.kind === 'timeout' && node !== undefined) {
    markPhase(run, node, 'Failed', trouble.message);
    return false;
  }
  if (trouble?.kind === 'failed') {
    if (node !== undefined) markError(run, node, `task '${name}' errored: ${trouble.message}`);
    return false;
  }
  if (node === undefined) return false;
  // The controller has the node as it was before: one that failed fast just now has no exit hook, unless it is looked at again.
  if (trouble?.kind === 'limit') return true;
  return !isCompleted(node.phase) || exitIsOver(run, look, task, node);
}

function judgeGroup(run: Run, look: DagLook, { items }: ReadyTask, group: Node): void {
  let phase: NodePhase = 'Succeeded';
  for (const { name } of items) {
    const child = run.nodes.get(`${look.node.name}.${name}`);
    if (child === undefined || !isFulfilled(child)) return;
    if (isUnsuccessful(child.phase)) phase = child.phase;
  }
  markPhase(run, group, phase);
}

function scopeWithStatus(run: Run, look: DagLook, task: TaskFrame, node: Node): LocalScope | undefined {
  const scope = taskScope(run, look, task);
  if (typeof scope !== 'string') {
    scope.set(`tasks.${task.plan.source.name}.status`, node.phase);
    return scope;
  }
  markError(run, node, scope);
  return undefined;
}

/** Runs the hooks of a task that are due; false while one of them runs. */
function hooksAreOver(run: Run, look: DagLook, task: TaskFrame, node: Node): boolean {
  const { hooks } = sourceOf(look, task);
  if (hooks === undefined) return true;
  const scope = scopeWithStatus(run, look, task, node);
  if (scope === undefined) return false;
  const place = { boundary: look.node, owner: look.owner, prefix: `tasks.${task.plan.source.name}`, scope };
  const { done, problem } = runHooks(run, hooks, node, place);
  if (problem !== undefined) markError(run, node, problem);
  return done;
}

/** Runs the exit hook of a task that has ended; false while it runs, or when it can't. */
function exitIsOver(run: Run, look: DagLook, task: TaskFrame, node: Node): boolean {
  const hook = exitHookOf(run, sourceOf(look, task));
  if (hook === undefined) return true;
  const scope = scopeWithStatus(run, look, task, node);
  if (scope === undefined) return false;
  const place = { boundary: look.node, owner: look.owner, prefix: `tasks.${task.plan.source.name}`, scope };
  const { done, problem } = runExitHook(run, hook, node, place);
  return done && problem === undefined;
}
