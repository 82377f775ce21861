import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

const service = { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService' };
const predictor = { model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/fraud/7' } };

/** What is said of a graph whose nodes have one step each, beside services of these names. */
function said(steps: Readonly<Record<string, object>>, services: readonly string[] = []): readonly string[] {
  const nodes = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [name, { routerType: 'Sequence', steps: [step] }]),
  );
  const metadata = (name: string) => ({ name, namespace: 'ml' });
  const graph = { apiVersion: 'serving.kserve.io/v1alpha1', kind: 'InferenceGraph', spec: { nodes } };
  const objects = [
    { ...graph, metadata: metadata('fraud') },
    ...services.map((name) => ({ ...service, metadata: metadata(name), spec: { predictor } })),
  ];
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  return lint([{ file: 'graph.yaml', text }]).map(({ code, message, fix }) => `${code} ${message}: ${fix}`);
}

describe('the lint of an InferenceGraph', () => {
  it('takes nodes that lead to nodes, and in the end to a service', () => {
    expect(said({ root: { nodeName: 'models' }, models: { serviceName: 'fraud' } }, ['fraud'])).toEqual([]);
  });

  it('says which node was meant', () => {
    expect(said({ root: { nodeName: 'model' }, models: { serviceName: 'fraud' } })).toEqual([
      "MLL2161 the graph has no node 'model': did you mean 'models'?",
    ]);
  });

  it('finds requests that go round', () => {
    expect(said({ root: { nodeName: 'a' }, a: { nodeName: 'b' }, b: { nodeName: 'a' } })).toEqual([
      expect.stringMatching(/^MLL2161 requests go round: a → b → a/),
    ]);
  });

  it('says which service was meant, where there are services', () => {
    const step = { serviceName: 'frauds' };
    expect(said({ root: step }, ['fraud'])).toEqual([
      "MLL2162 the InferenceService 'frauds' is not in these files: did you mean 'fraud'?",
    ]);
    expect(said({ root: step })).toEqual([]);
  });
});
