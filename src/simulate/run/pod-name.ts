import { nodeId } from './node-id';
import type { Run } from './run';

/** Kubernetes' limit without the hash and its dash. */
const maxPrefix = 253 - 11;

/** The name of a node's pod. @internal */
export function podName(run: Run, node: string, template: string): string {
  const workflow = run.plan.name;
  if (node === workflow) return workflow;
  const prefix = template === '' ? workflow : `${workflow}-${template}`;
  return prefix.slice(0, maxPrefix) + nodeId(run, { name: node }).slice(workflow.length);
}
