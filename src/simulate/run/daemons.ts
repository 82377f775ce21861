import type { Node } from './node';
import type { Run } from './run';

/** Ends the daemons of steps or a DAG that has ended; at the end of a workflow those that belong to none. @internal */
export function endDaemons(run: Run, boundary: Node | undefined): void {
  if (!run.plan.mentions('daemon')) return;
  for (const node of run.nodes.values()) {
    if (node.boundary !== boundary || !node.daemoned) continue;
    node.phase = 'Succeeded';
    node.daemoned = false;
    if (node.pod !== undefined) node.pod.gone = true;
    run.changed = true;
  }
}
