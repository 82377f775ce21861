import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { type Members, mapIn, mapsIn } from '../members';

/** A node of an InferenceGraph: a router and the steps that it chooses from. @internal */
export interface GraphNode {
  readonly name: string;
  readonly router: Members;
  readonly path: YamlPath;
}

/** @internal */
export function nodesOf(spec: Members): readonly GraphNode[] {
  return Object.entries(mapIn(spec, 'nodes')).map(([name, router]) => ({
    name,
    router: isMap(router) ? router : {},
    path: ['spec', 'nodes', name],
  }));
}

/** A place that a node sends requests to. @internal */
export interface GraphStep {
  readonly step: Members;
  readonly path: YamlPath;
}

/** @internal */
export function stepsOf({ router, path }: GraphNode): readonly GraphStep[] {
  return mapsIn(router.steps).map(([i, step]) => ({ step, path: [...path, 'steps', i] }));
}
