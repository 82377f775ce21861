import type { DagLook, TaskFrame } from './dag-frame';
import { gather } from './gather';
import { addWorkflowOutputs } from './globals';
import { type LocalScope, localScope } from './local-scope';
import { addNodeToScope, addSkippedToScope } from './node-scope';
import type { Run } from './run';

/** What a task can see: the DAG's inputs and all tasks before it, near and far. Says what it can't read. @internal */
export function taskScope(run: Run, { frame, processed, owner }: DagLook, { plan }: TaskFrame): LocalScope | string {
  const scope = localScope(run, processed);
  addWorkflowOutputs(run, scope);
  for (const name of plan.ancestors) {
    const task = frame.tasks.get(name);
    const node = task && run.nodes.get(task.nodeName);
    if (task === undefined || node === undefined) return `Ancestor task node ${name} not found`;
    const prefix = `tasks.${name}`;
    if (node.type === 'TaskGroup') {
      const problem = gather(scope, prefix, node.children);
      if (problem !== undefined) return problem;
    }
    addNodeToScope(run, scope, prefix, node);
    addSkippedToScope(run, scope, prefix, node, { holder: task.plan.source, owner, artifactsToo: false });
  }
  return scope;
}
