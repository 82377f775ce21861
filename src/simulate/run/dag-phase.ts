import type { DagLook } from './dag-frame';
import { isCompleted, isFulfilled, isUnsuccessful, type Node, type NodePhase } from './node';
import type { Run } from './run';

/**
 * How a DAG stands: each branch hands on the phase in which its last node ended, so that what was omitted counts as what
 * came before it.
 *
 * @internal
 */
export function dagPhase(run: Run, { node, frame, plan }: DagLook): 'Running' | 'Succeeded' | 'Failed' | 'Error' {
  const targets = new Map<Node, NodePhase | undefined>();
  for (const name of frame.targets) {
    const target = run.nodes.get(frame.tasks.get(name)?.nodeName ?? '');
    if (target === undefined) continue;
    if (!isFulfilled(target)) return 'Running';
    targets.set(target, undefined);
  }
  const seen = new Map<Node, Set<NodePhase>>();
  const queue: { readonly node: Node; readonly phase: NodePhase }[] = [];
  const add = (children: readonly Node[], phase: NodePhase) => {
    for (const child of children) {
      let phases = seen.get(child);
      if (phases?.has(phase) === true) continue;
      phases ??= new Set();
      seen.set(child, phases.add(phase));
      queue.push({ node: child, phase });
    }
  };
  add(node.children, 'Succeeded');
  for (let next = 0; next < queue.length; next++) {
    const current = queue[next];
    if (current === undefined) break;
    if (!isFulfilled(current.node)) return 'Running';
    const phase = isCompleted(current.node.phase) ? current.node.phase : current.phase;
    if (targets.has(current.node)) {
      const before = targets.get(current.node);
      if (before === undefined || !isUnsuccessful(before)) targets.set(current.node, phase);
    }
    add(current.node.type === 'Retry' ? belowRetry(current.node) : current.node.children, phase);
  }
  return overall(run, { frame, plan }, targets);
}

function overall(
  run: Run,
  { frame, plan }: Pick<DagLook, 'frame' | 'plan'>,
  targets: ReadonlyMap<Node, NodePhase | undefined>,
): 'Running' | 'Succeeded' | 'Failed' | 'Error' {
  let result: 'Running' | 'Succeeded' | 'Failed' | 'Error' = 'Succeeded';
  for (const name of frame.targets) {
    const task = frame.tasks.get(name);
    const target = run.nodes.get(task?.nodeName ?? '');
    const phase = target === undefined ? undefined : targets.get(target);
    if (phase === undefined) {
      result = 'Running';
      if (!plan.failFast) break;
    } else if (phase === 'Failed' || phase === 'Error') {
      const { failed = false, error = false } = task?.plan.source.continueOn ?? {};
      if (phase === 'Failed' ? failed : error) continue;
      result = phase;
      if (plan.failFast) break;
    }
  }
  return result;
}

/** A retried node is as its last attempt: what matters is what comes after, and its hooks. */
function belowRetry({ children }: Node): readonly Node[] {
  return children.toReversed().flatMap((child) => (child.hooked ? [child] : child.children));
}
