import { markPhase } from './mark';
import { isUnsuccessful, type Node } from './node';
import type { Processed } from './processed';
import type { Run } from './run';

const failedFast = 'template has failed or errored children and failFast enabled';

/** Tells whether a template has to wait, because as many run as may, or because one has failed. @internal */
export function hasNoRoom(
  run: Run,
  { template }: Processed,
  node: Node | undefined,
  boundary: Node | undefined,
): boolean {
  const { parallelism } = run.spec;
  if (parallelism !== undefined && parallelism !== null && run.activePods >= parallelism) return true;
  if (node !== undefined && (template.kind === 'dag' || template.kind === 'steps')) {
    const { failFast, parallelism: limit } = template.source;
    if (failFast === true && failsFast(run, node)) return true;
    if (limit !== undefined && limit > 0 && activePods(run, node) >= limit) return true;
  }
  const begins = node === undefined || (node.phase !== 'Pending' && node.phase !== 'Running');
  const above = boundary?.processed?.template.source;
  if (boundary === undefined || above === undefined || !begins) return false;
  if (above.failFast === true && failsFast(run, boundary)) return true;
  return above.parallelism !== undefined && above.parallelism > 0 && activeChildren(run, boundary) >= above.parallelism;
}

/** One child has failed: the node fails as soon as no pod runs any more. */
function failsFast(run: Run, node: Node): boolean {
  if (!some(run, (child) => child.boundary === node && isInner(child) && isUnsuccessful(child.phase))) return false;
  if (activePods(run, node) === 0) {
    const group = node.type === 'Steps' ? lastGroup(node) : undefined;
    if (group !== undefined) markPhase(run, group, 'Failed', failedFast);
    markPhase(run, node, 'Failed', failedFast);
  }
  return true;
}

/** Pods that run or are about to: of one boundary, or of the whole workflow. @internal */
export function activePods(run: Run, boundary: Node | undefined): number {
  return count(
    run,
    (node) =>
      node.type === 'Pod' &&
      (boundary === undefined || node.boundary === boundary) &&
      isActive(node) &&
      node.waitsFor === undefined &&
      node.pod !== undefined,
  );
}

function activeChildren(run: Run, boundary: Node): number {
  return count(run, (node) => node.boundary === boundary && isInner(node) && isActive(node));
}

function isInner({ type }: Node): boolean {
  return type === 'Pod' || type === 'Steps' || type === 'DAG';
}

function isActive({ phase }: Node): boolean {
  return phase === 'Pending' || phase === 'Running';
}

function count(run: Run, matches: (node: Node) => boolean): number {
  let sum = 0;
  for (const node of run.nodes.values()) if (matches(node)) sum += 1;
  return sum;
}

function some(run: Run, matches: (node: Node) => boolean): boolean {
  for (const node of run.nodes.values()) if (matches(node)) return true;
  return false;
}

/** The group that comes last when one follows the children. */
function lastGroup(node: Node): Node | undefined {
  let found: Node | undefined;
  const seen = new Set<Node>();
  const visit = (at: Node) => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.type === 'StepGroup') found = at;
    for (const child of at.children) visit(child);
  };
  visit(node);
  return found;
}
