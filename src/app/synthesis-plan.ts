import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { dependencyEdges, dependencyOrder } from './dependency-order';
import { throwFindings } from './findings';
import { syncWaves } from './sync-waves';
import { validateTree } from './validate-tree';

/**
 * A chart and what it writes, dependencies first.
 *
 * @internal
 */
export interface PlannedChart {
  readonly chart: Chart;
  readonly objects: readonly ApiObject[];
}

/**
 * What is written, in which order.
 *
 * @internal
 */
export interface SynthesisPlan {
  /** Every construct, parents before children. */
  readonly tree: readonly IConstruct[];
  readonly charts: readonly PlannedChart[];
  /** The sync wave of each object. */
  waves(): ReadonlyMap<IConstruct, number>;
}

/**
 * Validates a tree and says what is written in which order.
 *
 * An object belongs to its nearest chart. The whole tree is walked once, not once per chart.
 *
 * @throws PipelineError MLP4002 with the findings of all validations, MLP4009 for a circle of dependencies
 * @internal
 */
export function synthesisPlan(root: IConstruct): SynthesisPlan {
  const tree = root.node.findAll();
  throwFindings(validateTree(tree));
  const edges = dependencyEdges(tree);
  const objects = new Map<IConstruct, ApiObject[]>();
  if (edges.size === 0) {
    for (const construct of tree) if (ApiObject.isApiObject(construct)) add(objects, construct);
  } else {
    for (const chart of tree.filter(isChart)) {
      for (const construct of dependencyOrder(chart.node.findAll(), edges)) {
        if (ApiObject.isApiObject(construct) && construct.chart === chart) add(objects, construct);
      }
    }
  }
  const order = dependencyOrder(tree, edges);
  const charts = order.filter(isChart).map((chart) => ({ chart, objects: objects.get(chart) ?? [] }));
  return { tree, charts, waves: () => syncWaves(order, edges) };
}

function isChart(construct: unknown): construct is Chart {
  return Chart.isChart(construct);
}

function add(objects: Map<IConstruct, ApiObject[]>, object: ApiObject): void {
  const list = objects.get(object.chart);
  if (list === undefined) objects.set(object.chart, [object]);
  else list.push(object);
}
