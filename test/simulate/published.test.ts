import { describe, expect, it } from 'vitest';
import { type Leaf, type Outcome, type Scenario, simulate, succeeds } from '../../src/simulate/index';
import { corpusIsThere, examples } from './corpus';

if (!corpusIsThere) process.stderr.write('../shared/corpus is absent: published workflows were not played\n');

/** Workflows that need more than the files beside the project, or than the simulator can do. */
const exceptions: Readonly<Record<string, string>> = {
  'cluster-workflow-template/mixed-cluster-namespaced-wftmpl-steps.yaml':
    'its ClusterWorkflowTemplate is not among the files',
  'cluster-workflow-template/workflow-template-ref-with-entrypoint-arg-passing.yaml':
    'its ClusterWorkflowTemplate is not among the files',
  'cluster-workflow-template/workflow-template-ref.yaml': 'its ClusterWorkflowTemplate is not among the files',
  'expression-destructure-json-complex.yaml': 'a filter in a JSON path is not evaluated, and said to be undecided',
};

/** What programs print that later steps compute with. */
const printed: Readonly<Record<string, Scenario>> = {
  'dag-conditional-parameters.yaml': { 'flip-coin': succeeds({}, { result: 'heads' }) },
  'parameter-aggregation-script.yaml': (leaf) =>
    leaf.template === 'odd-or-even' ? succeeds({}, { result: JSON.stringify(oddOrEven(leaf)) }) : undefined,
  'parameter-aggregation.yaml': (leaf): Outcome | undefined => {
    if (leaf.template === 'odd-or-even') return succeeds(oddOrEven(leaf));
    return leaf.template === 'divide-by-2' ? succeeds({}, { result: String(Number(leaf.inputs.num) / 2) }) : undefined;
  },
};

function oddOrEven({ inputs }: Leaf) {
  return { num: inputs.num ?? '', evenness: Number(inputs.num) % 2 === 0 ? 'even' : 'odd' };
}

describe.skipIf(!corpusIsThere)('published workflows whose project expects them to succeed', () => {
  it.for(examples().filter(({ file }) => exceptions[file] === undefined))('succeed: $file', ({ file, manifests }) => {
    const { phase, workflows, findings } = simulate(manifests, printed[file]);
    expect({
      phase,
      message: workflows[0]?.message,
      stuck: workflows[0]?.stuck,
      errors: findings.filter(({ severity }) => severity === 'error'),
    }).toEqual({ phase: 'Succeeded', message: '', stuck: [], errors: [] });
  });

  it('are all but a few', () => {
    expect(Object.keys(exceptions).length).toBeLessThanOrEqual(5);
    const files = examples().map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining([...Object.keys(exceptions), ...Object.keys(printed)]));
    expect(files.length).toBeGreaterThan(60);
  });
});
