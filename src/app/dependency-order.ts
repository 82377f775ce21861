import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PipelineError } from '../core/error';

/** All API objects of one chart below a construct that something depends on. */
interface Group {
  readonly objects: ReadonlySet<IConstruct>;
}
type Target = IConstruct | Group;

/**
 * Who depends on whom in a tree, as cdk8s sees it: besides what `addDependency` said, a chart depends on the charts
 * inside it and on the charts of what its constructs depend on, and the API objects below a construct depend on those
 * below its target.
 *
 * cdk8s makes an edge for each pair of objects and searches all routes between them, which grows exponentially; here
 * the objects below a target are one group.
 *
 * @internal
 */
export type DependencyEdges = ReadonlyMap<IConstruct, readonly Target[]>;

/** @internal */
export function dependencyEdges(tree: readonly IConstruct[]): DependencyEdges {
  const direct = new Map<IConstruct, Set<IConstruct>>();
  const add = (source: IConstruct, target: IConstruct): void => {
    const targets = direct.get(source) ?? new Set();
    direct.set(source, targets.add(target));
  };
  for (const source of tree) for (const target of source.node.dependencies) add(source, target);
  for (const chart of tree) {
    if (!Chart.isChart(chart)) continue;
    for (const inner of chart.node.children) if (Chart.isChart(inner)) add(chart, inner);
  }
  if (direct.size === 0) return new Map();
  const pairs = (): (readonly [source: IConstruct, target: IConstruct])[] =>
    tree.flatMap((source) => [...(direct.get(source) ?? [])].map((target) => [source, target] as const));
  for (const [source, target] of pairs()) {
    const [from, to] = [Chart.of(source), Chart.of(target)];
    if (from !== to) add(from, to);
  }
  const edges = new Map<IConstruct, Target[]>();
  const push = (source: IConstruct, target: Target): void => {
    const targets = edges.get(source);
    if (targets === undefined) edges.set(source, [target]);
    else targets.push(target);
  };
  for (const [source, target] of pairs()) push(source, target);
  const objectsOf = memoized(ownObjects);
  for (const [source, target] of pairs()) {
    const group = objectsOf(target);
    for (const object of objectsOf(source).objects) {
      if (!group.objects.has(object)) push(object, group);
      else for (const other of group.objects) if (other !== object) push(object, other);
    }
  }
  return edges;
}

/**
 * The constructs of one scope with dependencies first, otherwise in the order of the tree: the order cdk8s writes in.
 *
 * @param scope the constructs, parents before children; dependencies on others are passed over
 * @throws PipelineError MLP4009 when constructs depend on each other in a circle
 * @internal
 */
export function dependencyOrder(scope: readonly IConstruct[], edges: DependencyEdges): readonly IConstruct[] {
  if (edges.size === 0) return scope;
  const inScope = new Set(scope);
  const needed = new Set<Target>();
  const outbound = (vertex: Target): Iterable<Target> =>
    'objects' in vertex ? [...vertex.objects].filter((object) => inScope.has(object)) : within(edges.get(vertex));
  const within = (targets: readonly Target[] = []): Target[] =>
    targets.filter((target) => 'objects' in target || inScope.has(target));
  for (const construct of scope) {
    for (const target of outbound(construct)) {
      if (needed.has(target)) continue;
      needed.add(target);
      if ('objects' in target) for (const object of outbound(target)) needed.add(object);
    }
  }
  const order: IConstruct[] = [];
  const done = new Set<Target>();
  for (const construct of scope) if (!needed.has(construct)) visit(construct, outbound, done, order);
  // What is left now has no start: it is part of a circle, or needed by one. The visit finds it.
  for (const construct of scope) if (!done.has(construct)) visit(construct, outbound, done, order);
  return order;
}

/** Depth first without recursion: a chain of dependencies may be longer than the stack. */
function visit(
  root: IConstruct,
  outbound: (vertex: Target) => Iterable<Target>,
  done: Set<Target>,
  order: IConstruct[],
): void {
  const open = new Map<Target, Iterator<Target>>();
  const path: Target[] = [];
  const enter = (vertex: Target): void => {
    if (done.has(vertex)) return;
    if (open.has(vertex)) throw circle([...open.keys()], vertex);
    open.set(vertex, outbound(vertex)[Symbol.iterator]());
    path.push(vertex);
  };
  enter(root);
  for (let vertex = path.at(-1); vertex !== undefined; vertex = path.at(-1)) {
    const next = open.get(vertex)?.next();
    if (next !== undefined && !next.done) enter(next.value);
    else {
      path.pop();
      open.delete(vertex);
      done.add(vertex);
      if (!('objects' in vertex)) order.push(vertex);
    }
  }
}

function circle(path: readonly Target[], again: Target): PipelineError {
  const members = [...path.slice(path.indexOf(again)), again].flatMap((vertex) =>
    'objects' in vertex ? [] : [vertex],
  );
  return new PipelineError({
    code: 'MLP4009',
    message: `constructs depend on each other: ${members.map(({ node }) => `'${node.path}'`).join(' → ')}`,
    at: members[0]?.node.path,
    fix: 'remove one of these dependencies',
  });
}

function ownObjects(construct: IConstruct): Group {
  const chart = Chart.of(construct);
  const objects = construct.node.findAll().filter((child) => ApiObject.isApiObject(child) && child.chart === chart);
  return { objects: new Set(objects) };
}

function memoized<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
