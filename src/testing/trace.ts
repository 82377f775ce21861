import { printTree } from '../simulate/report/tree';
import type { Simulation } from '../simulate/result';

/**
 * A simulation as text for a snapshot: each workflow as a tree, as `argo get` prints it. The same each time.
 *
 * @example
 * ```ts no-check needs files
 * expect(trace(simulate(manifests))).toMatchSnapshot();
 * ```
 * @public
 */
export function trace({ workflows }: Simulation): string {
  return workflows.map((workflow) => printTree(workflow).trimEnd()).join('\n\n');
}
