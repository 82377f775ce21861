import { evaluateCondition } from '../../expr/argo/expression';
import { replaceTree } from '../../expr/argo/tree';
import type { Arguments, LifecycleHook } from '../../schemas/argo/types';
import type { Owner } from '../plan/owner';
import { withoutAbsent } from './arguments';
import { lastAttempt } from './attempts';
import { executeTemplate } from './execute-template';
import type { LocalScope } from './local-scope';
import { addChild } from './mark';
import { isFulfilled, type Node, type Outputs } from './node';
import { resolveArtifacts } from './resolve';
import type { Run } from './run';
import { words } from './words';

/** Where the node is that hooks hang on. @internal */
export interface HookPlace {
  readonly boundary: Node | undefined;
  readonly owner: Owner;
  /** What the scope calls the node: `steps.train`. */
  readonly prefix: string;
  readonly scope: LocalScope;
}

/** Whether hooks are over, and why one can't run. @internal */
export interface HooksLook {
  readonly done: boolean;
  readonly problem?: string;
}

const isDone: HooksLook = { done: true };

/** What has `onExit` or hooks: a step, a task, a workflow. @internal */
export interface Hooked {
  readonly onExit?: string;
  readonly hooks?: { readonly [name: string]: LifecycleHook };
}

/** The hook that runs at the end; without arguments of its own it has the workflow's. @internal */
export function exitHookOf(run: Run, { onExit, hooks }: Hooked): LifecycleHook | undefined {
  if (onExit !== undefined && onExit !== '') return { template: onExit, arguments: run.arguments };
  const hook = hooks?.exit;
  if (hook === undefined) return undefined;
  return isEmpty(hook.arguments) ? { ...hook, arguments: run.arguments } : hook;
}

/** Runs the hooks of a step or task whose expression is true, once each. @internal */
export function runHooks(
  run: Run,
  hooks: { readonly [name: string]: LifecycleHook },
  parent: Node,
  place: HookPlace,
): HooksLook {
  let done = true;
  for (const [event, hook] of Object.entries(hooks)) {
    if (event === 'exit') continue;
    const name = `${parent.name}.hooks.${event}`;
    if (hook.expression === undefined || hook.expression === '')
      return { done: false, problem: `Expression required for hook ${name}` };
    const wanted = evaluateCondition(hook.expression, place.scope.texts);
    if (!wanted.ok) return { done: false, problem: words(run.world, wanted.problem) };
    if (!wanted.value && !run.nodes.has(name)) continue;
    const outputs = (lastAttempt(parent) ?? parent).outputs;
    let given = hook.arguments ?? {};
    if (!isEmpty(given) && outputs !== undefined) {
      const resolved = resolveArguments(given, place, outputs);
      if (typeof resolved === 'string') return { done: false, problem: resolved };
      given = resolved;
    }
    const { node, trouble } = call(run, name, hook, given, place, false);
    if (trouble !== undefined) return { done: false, problem: trouble.message };
    if (node === undefined) continue;
    addChild(run, parent, node);
    if (!isFulfilled(node)) done = false;
  }
  return done ? isDone : { done };
}

/** Runs the exit hook of a step or task that has ended. @internal */
export function runExitHook(run: Run, hook: LifecycleHook | undefined, parent: Node, place: HookPlace): HooksLook {
  if (hook === undefined || run.shutdown === 'Terminate') return isDone;
  if (hook.expression !== undefined && hook.expression !== '') {
    const wanted = evaluateCondition(hook.expression, place.scope.texts);
    if (!wanted.ok) return { done: false, problem: words(run.world, wanted.problem) };
    if (!wanted.value) return isDone;
  }
  let given = hook.arguments ?? {};
  if (!isEmpty(given)) {
    const resolved = resolveArguments(given, place, (lastAttempt(parent) ?? parent).outputs);
    if (typeof resolved === 'string') return { done: false, problem: resolved };
    given = resolved;
  }
  const { node, trouble } = call(run, `${parent.name}.onExit`, hook, given, place, true);
  if (node !== undefined) addChild(run, parent, node);
  if (trouble !== undefined && trouble.kind !== 'limit') return { done: false, problem: trouble.message };
  return { done: node !== undefined && isFulfilled(node) };
}

function call(run: Run, name: string, hook: LifecycleHook, given: Arguments, place: HookPlace, exit: boolean) {
  return executeTemplate(run, {
    name,
    holder: { kind: 'step', template: hook.template, templateRef: hook.templateRef },
    owner: place.owner,
    arguments: given,
    boundary: place.boundary,
    exit,
    hooked: true,
    retried: false,
  });
}

/** A hook may read what its node left. */
function resolveArguments(
  given: Arguments,
  { scope, prefix }: HookPlace,
  outputs: Outputs | undefined,
): Arguments | string {
  for (const { name, value = '' } of outputs?.parameters ?? [])
    scope.set(`${prefix}.outputs.parameters.${name}`, value);
  for (const artifact of outputs?.artifacts ?? [])
    scope.setArtifact(`${prefix}.outputs.artifacts.${artifact.name}`, artifact);
  const present = withoutAbsent(given, (name) => scope.entries.get(name) === null);
  const filled = replaceTree(present, scope.texts, 'lenient');
  return filled.ok ? resolveArtifacts(filled.value, scope) : scope.tell(filled.problem);
}

function isEmpty(given: Arguments | undefined): boolean {
  return (given?.parameters ?? []).length === 0 && (given?.artifacts ?? []).length === 0;
}
