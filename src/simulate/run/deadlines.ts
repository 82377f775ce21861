import { markPhase } from './mark';
import { isFulfilled, type Node } from './node';
import { isPastDeadline, type Run } from './run';

/** Fails what still waits or runs when the workflow's time is up; exit handlers are spared. @internal */
export function enforceDeadline(run: Run): void {
  if (!isPastDeadline(run)) return;
  for (const node of [...run.nodes.values()]) {
    if (isFulfilled(node) || isInExitHandler(node)) continue;
    const suspended = node.type === 'Suspend' && node.phase === 'Running';
    if (node.phase !== 'Pending' && !suspended && !runsInPod(node)) continue;
    stop(run, node, 'Step exceeded its deadline');
  }
}

/** Fails what runs when the workflow is stopped; a stop spares exit handlers, a termination nothing. @internal */
export function enforceShutdown(run: Run): void {
  if (run.shutdown === undefined) return;
  for (const node of [...run.nodes.values()]) {
    if (isFulfilled(node) || (run.shutdown === 'Stop' && isInExitHandler(node))) continue;
    const suspended = node.type === 'Suspend' && node.phase === 'Running';
    if (suspended || node.type === 'HTTP' || node.type === 'Plugin')
      stop(run, node, `Stopped with strategy '${run.shutdown}'`);
    else if (node.type === 'Pod' && node.pod !== undefined)
      stop(run, node, `workflow shutdown with strategy:  ${run.shutdown}`);
  }
}

function runsInPod({ type, pod }: Node): boolean {
  return type === 'Pod' && pod !== undefined;
}

function stop(run: Run, node: Node, message: string): void {
  if (node.pod !== undefined) node.pod.gone = true;
  markPhase(run, node, 'Failed', message);
  for (const child of run.nodes.values())
    if (child.type === 'Container' && child.boundary === node && !isFulfilled(child))
      markPhase(run, child, 'Failed', message);
}

function isInExitHandler(node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = at.boundary)
    if (at.displayName.endsWith('.onExit')) return true;
  return false;
}
