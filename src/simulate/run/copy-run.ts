import type { Scope } from '../../expr/argo/scope';
import type { Executor } from '../scenario/executor';
import type { World } from '../world/world';
import type { Node } from './node';
import type { Processed } from './processed';
import type { Run } from './run';
import type { StepsFrame } from './steps-frame';

/**
 * A run as it is between two looks of the controller, to go another way from here on; the world goes with it, and it has
 * to be the only run there. What never changes belongs to both.
 *
 * @param executor what decides about leaves from here on
 * @internal
 */
export function copyRun(run: Run, executor: Executor): Run {
  const copies = new Map<Node, Node>();
  const nodeOf = (node: Node): Node => {
    const known = copies.get(node);
    if (known !== undefined) return known;
    const own = { ...node };
    copies.set(node, own);
    return own;
  };
  const copy: Run = { ...run };
  const world: World = {
    ...run.world,
    clock: run.world.clock.copy(() => copy, nodeOf),
    locks: run.world.locks.copy(),
    caches: new Map(run.world.caches),
    executor,
    assumptions: new Set(run.world.assumptions),
    undecided: new Set(run.world.undecided),
  };
  Object.assign(copy, {
    world,
    nodes: new Map([...run.nodes].map(([name, node]) => [name, nodeOf(node)])),
    globals: run.globals.copy(run.globals.parent),
    outputs: new Map(run.outputs),
    artifacts: new Map(run.artifacts),
    waiting: new Map(run.waiting),
    held: new Map(run.held),
  } satisfies Partial<Run>);
  const processedOf = processedOver(run.globals, copy.globals);
  for (const [node, own] of copies) {
    Object.assign(own, linked(node, nodeOf));
    own.processed = node.processed && processedOf(node.processed);
    own.steps = node.steps && stepsOf(node.steps, copy, nodeOf);
  }
  return copy;
}

/** What a node knows of others, and what changes in it. */
function linked({ boundary, children, outbound, dag, pod }: Node, nodeOf: (node: Node) => Node): Partial<Node> {
  return {
    boundary: boundary && nodeOf(boundary),
    children: children.map(nodeOf),
    outbound: outbound.map(nodeOf),
    pod: pod && { ...pod },
    dag: dag && { ...dag, tasks: new Map([...dag.tasks].map(([name, task]) => [name, { ...task }])) },
  };
}

function stepsOf({ scope, group, ready }: StepsFrame, run: Run, nodeOf: (node: Node) => Node): StepsFrame {
  const called = new Map([...(ready?.called ?? [])].map(([node, step]) => [nodeOf(node), step]));
  return { scope: scope.copy(run), group, ready: ready && { ...ready, called } };
}

/** Templates as they were filled in read the names of the copy from now on. */
function processedOver(globals: Scope, others: Scope): (processed: Processed) => Processed {
  const scopes = new Map([[globals, others]]);
  const scopeOf = (scope: Scope): Scope => {
    const known = scopes.get(scope);
    if (known !== undefined) return known;
    const copy = scope.copy(scope.parent && scopeOf(scope.parent));
    scopes.set(scope, copy);
    return copy;
  };
  const known = new Map<Processed, Processed>();
  return (processed) => {
    const copied = known.get(processed);
    if (copied !== undefined) return copied;
    const copy = { ...processed, rounds: processed.rounds.map(scopeOf) };
    known.set(processed, copy);
    return copy;
  };
}
