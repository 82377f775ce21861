import type { Outcome } from '../scenario/outcome';
import { addChild, addNode, markPhase } from './mark';
import { isOver, type Node } from './node';
import type { Processed } from './processed';
import type { Run } from './run';

/** The containers of a set are nodes of their own, in the order of their dependencies. @internal */
export function completeContainers(run: Run, pod: Node, { template }: Processed): void {
  const containers = template.source.containerSet?.containers ?? [];
  for (const { name } of containers) {
    const call = {
      name: `${pod.name}.${name}`,
      boundary: pod,
      owner: pod.owner,
      hooked: pod.hooked,
      retried: pod.retried,
    };
    addNode(
      run,
      { ...call, holder: { template: pod.templateName, templateRef: pod.templateRef } },
      'Container',
      'Pending',
    );
  }
  const find = (name: string) => run.nodes.get(`${pod.name}.${name}`);
  for (const { name, dependencies = [] } of containers) {
    const node = find(name);
    if (node === undefined) continue;
    if (dependencies.length === 0) addChild(run, pod, node);
    for (const dependency of dependencies) {
      const before = find(dependency);
      if (before !== undefined) addChild(run, before, node);
    }
  }
}

/** Without an outcome the containers run; a failure is that of the last one. @internal */
export function endContainers(run: Run, pod: Node, outcome: Outcome | undefined): void {
  const containers = pod.processed?.template.source.containerSet?.containers ?? [];
  for (const [i, { name }] of containers.entries()) {
    const node = run.nodes.get(`${pod.name}.${name}`);
    if (node === undefined || isOver(node.phase)) continue;
    if (outcome === undefined) markPhase(run, node, 'Running');
    else if (outcome.kind !== 'ended') markPhase(run, node, 'Failed', 'Pod Failed whilst container running');
    else {
      const code = i === containers.length - 1 ? (outcome.exitCode ?? 0) : 0;
      const message = `${name}: Error (exit code ${code}): ${outcome.message ?? ''}`;
      if (code === 0) markPhase(run, node, 'Succeeded');
      else markPhase(run, node, code === 64 ? 'Error' : 'Failed', message);
    }
  }
}
