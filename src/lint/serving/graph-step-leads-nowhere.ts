import { suggest } from '../../core/suggest';
import { circleIn } from '../circle';
import { yaml } from '../example';
import { type GraphNode, nodesOf, stepsOf } from '../kserve/graph-nodes';
import { readObjects } from '../kserve/read-objects';
import { textIn } from '../members';
import type { Rule } from '../rule';

/** @internal */
export const graphStepLeadsNowhere: Rule = {
  code: 'MLL2161',
  title: 'a step of an InferenceGraph that leads to no node, or back to its own',
  severity: 'error',
  why: 'KServe takes the object; a request that gets there is answered with 500, or goes round until it is given up.',
  fix: 'name a node of the graph that does not lead back',
  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: InferenceGraph
    metadata:
      name: fraud
    spec:
      nodes:
        root:
          routerType: Sequence
          steps:
            - nodeName: model
        models:
          routerType: Ensemble
          steps:
            - serviceName: fraud-tree
            - serviceName: fraud-net
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: InferenceGraph
    metadata:
      name: fraud
    spec:
      nodes:
        root:
          routerType: Sequence
          steps:
            - nodeName: models
        models:
          routerType: Ensemble
          steps:
            - serviceName: fraud-tree
            - serviceName: fraud-net
  `,
  *check(project) {
    for (const { document, spec } of readObjects(project, 'InferenceGraph')) {
      const nodes = nodesOf(spec);
      const names = nodes.map(({ name }) => name);
      for (const { step, path } of nodes.flatMap(stepsOf)) {
        const name = textIn(step.nodeName);
        if (name === '' || names.includes(name)) continue;
        const meant = suggest(name, names);
        yield {
          document,
          path: [...path, 'nodeName'],
          message: `the graph has no node '${name}'`,
          fix: meant === undefined ? `there is ${names.join(', ')}` : `did you mean '${meant}'?`,
        };
      }
      const circle = circleIn(new Map(nodes.map((node) => [node.name, nextOf(node)])));
      if (circle !== undefined)
        yield {
          document,
          path: ['spec', 'nodes', circle[0] ?? ''],
          message: `requests go round: ${circle.join(' → ')}`,
        };
    }
  },
};

const nextOf = (node: GraphNode): readonly string[] =>
  stepsOf(node).flatMap(({ step }) => (textIn(step.nodeName) === '' ? [] : [textIn(step.nodeName)]));
