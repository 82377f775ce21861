import { yaml } from '../example';
import type { Problem } from '../finding';
import { textIn } from '../members';
import type { Rule } from '../rule';
import { type GraphNode, nodesOf, stepsOf } from './graph-nodes';
import { readObjects } from './read-objects';

const targets = ['nodeName', 'serviceName', 'serviceUrl'] as const;

/** @internal */
export const inferenceGraph: Rule = {
  code: 'MLL1603',
  title: 'an InferenceGraph that KServe refuses',
  severity: 'error',
  why: 'Its webhook refuses the object.',
  fix: "begin at a node 'root', give each step one target, and let the weights of a Splitter add up to 100",
  engine: /./,
  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: InferenceGraph
    metadata:
      name: fraud
    spec:
      nodes:
        root:
          routerType: Splitter
          steps:
            - serviceName: fraud-stable
              weight: 90
            - serviceName: fraud-canary
              weight: 20
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: InferenceGraph
    metadata:
      name: fraud
    spec:
      nodes:
        root:
          routerType: Splitter
          steps:
            - serviceName: fraud-stable
              weight: 80
            - serviceName: fraud-canary
              weight: 20
  `,
  *check(project) {
    for (const { document, name, spec } of readObjects(project, 'InferenceGraph')) {
      if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
        yield {
          document,
          path: ['metadata', 'name'],
          message: `'${name}' is no name of an InferenceGraph`,
          fix: 'take lower-case letters, digits and -, a letter first',
        };
      const nodes = nodesOf(spec);
      if (nodes.every((node) => node.name !== 'root'))
        yield { document, path: ['spec', 'nodes'], message: "there is no node 'root', where requests come in" };
      for (const node of nodes)
        for (const problem of [...problemsOfSteps(node), ...problemsOfWeights(node)]) yield { document, ...problem };
    }
  },
};

type Found = Omit<Problem, 'document'>;

function* problemsOfSteps(node: GraphNode): Generator<Found> {
  const seen = new Set<string>();
  for (const { step, path } of stepsOf(node)) {
    const name = textIn(step.name);
    if (name !== '' && seen.has(name))
      yield { path: [...path, 'name'], message: `node '${node.name}' has several steps '${name}'` };
    seen.add(name);
    const given = targets.filter((target) => textIn(step[target]) !== '');
    if (given.length === 1) continue;
    const message = given.length === 0 ? 'the step has no target' : `the step has several targets: ${given.join(', ')}`;
    yield { path, message, fix: `give it one of ${targets.join(', ')}` };
  }
}

function* problemsOfWeights(node: GraphNode): Generator<Found> {
  if (node.router.routerType !== 'Splitter') return;
  const steps = stepsOf(node);
  const without = steps.filter(({ step }) => typeof step.weight !== 'number');
  for (const { path } of without) yield { path, message: 'the step of a Splitter has no weight' };
  const sum = steps.reduce((total, { step }) => total + Number(step.weight), 0);
  if (without.length === 0 && sum !== 100)
    yield { path: node.path, message: `the weights of node '${node.name}' add up to ${sum}, not to 100` };
}
