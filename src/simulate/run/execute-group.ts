import { evaluateWhen } from '../../expr/argo/when';
import type { WorkflowStep } from '../../schemas/argo/types';
import type { Owner } from '../plan/owner';
import { executeTemplate } from './execute-template';
import { exitHookOf, runExitHook, runHooks } from './hooks';
import { expand, repeats } from './loops';
import { addChild, addNode, markError, markPhase } from './mark';
import { isCompleted, isFulfilled, isOver, isUnsuccessful, type Node } from './node';
import { nodeId } from './node-id';
import { fillIn, type Processed } from './processed';
import { resolveReferences } from './resolve';
import type { Run } from './run';
import type { ReadyGroup, ReadyStep, StepsFrame } from './steps-frame';
import { type Tags, tagsOf } from './tagged';
import { words } from './words';

/** A group of steps and where it stands. @internal */
export interface GroupCall {
  /** The node of the steps template. */
  readonly node: Node;
  readonly groupNode: Node;
  readonly frame: StepsFrame;
  readonly group: readonly WorkflowStep[];
  readonly processed: Processed;
  readonly owner: Owner;
  readonly exit: boolean;
}

/** Begins all steps of a group, and judges it when all have ended. Says why it errs. @internal */
export function executeGroup(run: Run, call: GroupCall): string | undefined {
  const { groupNode } = call;
  if (isFulfilled(groupNode)) return undefined;
  const ready = readyGroup(run, call);
  if (typeof ready === 'string') {
    markError(run, groupNode, ready);
    return undefined;
  }
  if (ready === undefined) return undefined;
  for (const step of ready.steps) if (!begin(run, call, ready, step)) return undefined;
  return judge(run, call, ready);
}

/** The steps with what they read; nothing while the engine waits for a name. */
function readyGroup(run: Run, call: GroupCall): ReadyGroup | string | undefined {
  const { frame, group, groupNode, processed } = call;
  const known = frame.ready;
  if (known !== undefined) {
    const begun = known.steps.every(({ name }) => run.nodes.has(`${groupNode.name}.${name}`));
    if (begun || known.globalsVersion === run.globalsVersion) return known;
  }
  const steps: { readonly step: ReadyStep; readonly tags: Tags | undefined }[] = [];
  let waitsFor: string | undefined;
  const failed = run.world.version === '3.7' ? 'Failed to resolve references' : 'failed to resolve references';
  for (const source of group) {
    const filled = fillIn(processed, source);
    if (!filled.ok) return words(run.world, filled.problem);
    const resolved = resolveReferences(filled.value as ReadyStep, tagsOf(source), frame.scope);
    if ('problem' in resolved) return `${failed}: ${resolved.problem}`;
    if ('waitsFor' in resolved) waitsFor ??= resolved.waitsFor;
    else steps.push({ step: resolved.ready, tags: tagsOf(source) });
  }
  if (waitsFor !== undefined) {
    run.waiting.set(groupNode.name, waitsFor);
    return undefined;
  }
  const expanded: ReadyStep[] = [];
  for (const { step, tags } of steps) {
    if (!repeats(step)) {
      expanded.push(step);
      continue;
    }
    const items = expand(step, tags, frame.scope);
    if (typeof items === 'string') return items;
    if (items.length === 0) skip(run, call, step, 'Skipped, empty params');
    expanded.push(...items);
  }
  frame.ready = { steps: expanded, called: known?.called ?? new Map(), globalsVersion: run.globalsVersion };
  return frame.ready;
}

function skip(run: Run, { node, groupNode, owner }: GroupCall, step: ReadyStep, message: string): void {
  const name = `${groupNode.name}.${step.name}`;
  if (run.nodes.has(name)) return;
  const call = { name, boundary: node, owner, holder: step, hooked: false, retried: false };
  addChild(run, groupNode, addNode(run, call, 'Skipped', 'Skipped', message));
}

/** Begins or carries on with one step; false if the group has nothing more to do for now. */
function begin(run: Run, call: GroupCall, ready: ReadyGroup, step: ReadyStep): boolean {
  const { node, groupNode, owner, exit } = call;
  const name = `${groupNode.name}.${step.name}`;
  const known = run.nodes.get(name);
  if (known === undefined) {
    const runs = evaluateWhen(step.when ?? '');
    if (!runs.ok) {
      const message = words(run.world, runs.problem);
      const child = addNode(
        run,
        { name, boundary: node, owner, holder: step, hooked: false, retried: false },
        'Skipped',
        'Error',
        message,
      );
      addChild(run, groupNode, child);
      markError(run, groupNode, message);
      return false;
    }
    if (!runs.value) {
      skip(run, call, step, `when '${step.when}' evaluated false`);
      return true;
    }
  } else if (known.type === 'Skipped' && known.phase === 'Skipped') return true;
  else if (isOver(known.phase)) {
    ready.called.set(known, step);
    addChild(run, groupNode, known);
    return true;
  }
  const { node: child, trouble } = executeTemplate(run, {
    name,
    holder: {
      name: step.name,
      kind: 'step',
      template: step.template,
      templateRef: step.templateRef,
      inline: step.inline,
    },
    owner,
    arguments: step.arguments ?? {},
    boundary: node,
    exit,
    hooked: false,
    retried: false,
  });
  if (trouble?.kind === 'timeout') {
    markPhase(run, groupNode, 'Failed', trouble.message);
    return false;
  }
  if (trouble?.kind === 'failed') {
    if (child !== undefined) addChild(run, groupNode, child);
    markError(run, groupNode, `step group deemed errored due to child ${name} error: ${trouble.message}`);
    return false;
  }
  if (child !== undefined) {
    ready.called.set(child, step);
    addChild(run, groupNode, child);
  }
  return true;
}

function judge(run: Run, { node, groupNode, frame, owner }: GroupCall, { called }: ReadyGroup): string | undefined {
  let completed = true;
  for (const child of [...groupNode.children]) {
    const step = called.get(child);
    frame.scope.set(`steps.${child.displayName}.status`, child.phase);
    const place = { boundary: node, owner, prefix: `steps.${step?.name ?? ''}`, scope: frame.scope };
    if (step?.hooks !== undefined) {
      const hooks = runHooks(run, step.hooks, child, place);
      if (hooks.problem !== undefined) markError(run, groupNode, hooks.problem);
      if (!hooks.done) return undefined;
    }
    if (!isFulfilled(child)) completed = false;
    else if (isCompleted(child.phase) && step !== undefined) {
      const exit = runExitHook(run, exitHookOf(run, step), child, place);
      if (exit.problem !== undefined) return exit.problem;
      if (!exit.done) completed = false;
    }
  }
  if (!completed) {
    if (isFulfilled(groupNode)) markPhase(run, groupNode, 'Running');
    return undefined;
  }
  for (const child of groupNode.children) {
    const step = called.get(child);
    const { failed = false, error = false } = step?.continueOn ?? {};
    const goesOn = (child.phase === 'Failed' && failed) || (child.phase === 'Error' && error);
    if (isUnsuccessful(child.phase) && !goesOn) {
      markPhase(run, groupNode, 'Failed', `child '${nodeId(run, child)}' failed`);
      return undefined;
    }
  }
  markPhase(run, groupNode, 'Succeeded');
  return undefined;
}
