import { yaml } from '../example';
import { nodesOf, stepsOf } from '../kserve/graph-nodes';
import { readObjects } from '../kserve/read-objects';
import { textIn } from '../members';
import type { Rule } from '../rule';

/** @internal */
export const routeCondition: Rule = {
  code: 'MLL2163',
  title: 'a condition of an InferenceGraph that holds always, or never',
  severity: 'warning',
  why: 'The router looks whether a path of GJSON leads to something. What is no such path leads nowhere, and braces and brackets make something of nothing.',
  fix: 'write a path that finds something: \'[@this].#(country=="de")\'',
  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: InferenceGraph
    metadata:
      name: fraud
    spec:
      nodes:
        root:
          routerType: Switch
          steps:
            - serviceName: fraud-de
              condition: "{ .country == 'de' }"
            - serviceName: fraud-fr
              condition: "{ .country == 'fr' }"
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: InferenceGraph
    metadata:
      name: fraud
    spec:
      nodes:
        root:
          routerType: Switch
          steps:
            - serviceName: fraud-de
              condition: '[@this].#(country=="de")'
            - serviceName: fraud-fr
              condition: '[@this].#(country=="fr")'
  `,
  *check(project) {
    for (const { document, spec } of readObjects(project, 'InferenceGraph'))
      for (const node of nodesOf(spec))
        for (const { step, path } of stepsOf(node)) {
          const condition = textIn(step.condition);
          const place = { document, path: condition === '' ? path : [...path, 'condition'] };
          const { routerType } = node.router;
          if (routerType === 'Switch' && condition === '')
            yield { ...place, message: 'the step has no condition, and a Switch never takes it' };
          else if (condition !== '' && (routerType === 'Splitter' || routerType === 'Ensemble'))
            yield { ...place, message: `nobody reads the condition: the node is a ${routerType}`, fix: 'remove it' };
          const truth = fixedTruth(condition);
          if (truth !== undefined)
            yield { ...place, message: `the condition ${truth ? 'always' : 'never'} holds: '${condition}' is no path` };
        }
  },
};

/** What a condition is whatever the request says; nothing where it depends. @internal */
export function fixedTruth(condition: string): boolean | undefined {
  const bare = withoutQuoted(condition);
  // An object or a list of its own, to which nothing is added.
  if (/^\{[^{}]*\}$/.test(bare) || /^\[[^[\]]*\]$/.test(bare)) return true;
  // Comparisons are for queries: #(…).
  if (/^\$/.test(bare) || /[=!]=/.test(bare.replaceAll(/#\([^()]*\)/g, ''))) return false;
  return undefined;
}

const withoutQuoted = (text: string): string => text.trim().replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '""');
