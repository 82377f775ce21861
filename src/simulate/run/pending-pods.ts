import { isPastDeadline, type Run } from './run';

/** With these a pod that was given up is deleted later or never, and until then the controller sees it. */
const kept = new Set(['OnPodSuccess', 'OnWorkflowSuccess', 'OnWorkflowCompletion']);

/**
 * Where `podGC` waits for something better, a pod that never started is there even after its node was given up at a timeout:
 * at its next look the controller takes the node for Pending again, and a DAG around it does not end before the deadline of
 * the workflow. Without `podGC` the controller labels the pod as completed and sees it no more.
 *
 * @see `determinePodCleanupAction` of Argo
 * @internal
 */
export function takePendingPodsUp(run: Run): void {
  if (!run.hasPendingPods || isPastDeadline(run)) return;
  if (!kept.has(run.spec.podGC?.strategy ?? '')) return;
  for (const node of run.nodes.values()) {
    if (node.pod?.pending !== true || node.pod.gone || node.phase === 'Pending') continue;
    node.phase = 'Pending';
    run.changed = true;
  }
}
