import { isPastDeadline, type Run } from './run';

/**
 * A pod that never started is there even after its node was given up at a timeout: at its next look the controller takes
 * the node for Pending again, and a DAG around it does not end before the deadline of the workflow.
 *
 * @internal
 */
export function takePendingPodsUp(run: Run): void {
  if (!run.hasPendingPods || isPastDeadline(run)) return;
  for (const node of run.nodes.values()) {
    if (node.pod?.pending !== true || node.pod.gone || node.phase === 'Pending') continue;
    node.phase = 'Pending';
    run.changed = true;
  }
}
