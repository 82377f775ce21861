import { evaluateDepends, type TaskResults } from '../../expr/argo/depends';
import type { DagLook, TaskFrame } from './dag-frame';
import { isFulfilled, type Node } from './node';
import type { Run } from './run';
import { words } from './words';

/** Whether a task's dependencies let it run, or why nobody can tell. @internal */
export function mayRun(
  run: Run,
  { frame }: DagLook,
  { plan }: TaskFrame,
): 'yes' | 'no' | 'not yet' | { readonly problem: string } {
  if (plan.problem !== undefined) return { problem: plan.problem };
  const results = new Map<string, TaskResults>();
  for (const name of plan.dependencies) {
    const node = run.nodes.get(frame.tasks.get(name)?.nodeName ?? '');
    if (node === undefined || !isFulfilled(node) || !hooksAreOver(node)) return 'not yet';
    results.set(name, resultsOf(node));
  }
  const execute = evaluateDepends(plan.depends, (name) => results.get(name) ?? none);
  if (!execute.ok) return { problem: words(run.world, execute.problem) };
  return execute.value ? 'yes' : 'no';
}

/** Tells whether no hook of a node runs. @internal */
export function hooksAreOver({ children }: Node): boolean {
  return children.every((child) => !child.hooked || isFulfilled(child));
}

const none: TaskResults = {
  Succeeded: false,
  Failed: false,
  Errored: false,
  Skipped: false,
  Omitted: false,
  Daemoned: false,
  AnySucceeded: false,
  AllFailed: false,
};

function resultsOf({ phase, type, daemoned, children }: Node): TaskResults {
  const group = type === 'TaskGroup';
  return {
    Succeeded: phase === 'Succeeded',
    Failed: phase === 'Failed',
    Errored: phase === 'Error',
    Skipped: phase === 'Skipped',
    Omitted: phase === 'Omitted',
    Daemoned: daemoned && phase !== 'Pending',
    AnySucceeded: group && children.some((child) => child.phase === 'Succeeded'),
    AllFailed: group && children.length > 0 && children.every((child) => child.phase === 'Failed'),
  };
}
