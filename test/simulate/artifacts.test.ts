import { describe, expect, it } from 'vitest';
import type { Artifact, Template } from '../../src/schemas/argo/types';
import { dag, leaf, nodeOf, played, steps } from './play';

const producer = leaf('producer', { outputs: { artifacts: [{ name: 'model', path: '/out/model' }] } });
const consumer = (more: Partial<Artifact> = {}): Template =>
  leaf('consumer', { inputs: { artifacts: [{ name: 'model', path: '/in/model', ...more }] } });
const argument = (artifact: Partial<Artifact>) => ({ artifacts: [{ name: 'model', ...artifact }] });

describe('an artifact', () => {
  const run = (kind: 'steps' | 'tasks', artifact: Partial<Artifact>, input: Partial<Artifact> = {}, when?: string) => {
    const a = { name: 'a', template: 'producer', ...(when !== undefined && { when }) };
    const b = { name: 'b', template: 'consumer', arguments: argument(artifact) };
    const main = kind === 'steps' ? steps('main', [[a], [b]]) : dag('main', [a, { ...b, depends: 'a' }]);
    return played({ templates: [main, producer, consumer(input)] });
  };

  it.each(['steps', 'tasks'] as const)('in %s is taken from another one by name or expression', (kind) => {
    expect(run(kind, { from: `{{${kind}.a.outputs.artifacts.model}}` }).phase).toBe('Succeeded');
    expect(run(kind, { fromExpression: `${kind}.a.outputs.artifacts.model` }).phase).toBe('Succeeded');
  });

  it('that there is not is an error', () => {
    expect(run('tasks', { from: '{{tasks.a.outputs.artifacts.none}}' }).phase).toBe('Error');
    expect(run('steps', { from: '{{steps.a.outputs.artifacts.none}}' }).phase).toBe('Failed');
  });

  it.each(['steps', 'tasks'] as const)('in %s may be missing if both sides say it is optional', (kind) => {
    const from = `{{${kind}.a.outputs.artifacts.none}}`;
    expect(run(kind, { from, optional: true }, { optional: true }).phase).toBe('Succeeded');
  });

  it('of a skipped task is not there; of a skipped step it is, without a place', () => {
    const skipped = (kind: 'steps' | 'tasks', optional: boolean) =>
      run(kind, { from: `{{${kind}.a.outputs.artifacts.model}}`, optional }, { optional }, 'a == b');
    expect(skipped('tasks', true).phase).toBe('Succeeded');
    expect(nodeOf(skipped('tasks', false), 'b').message).toContain('Unable to resolve');
    expect(skipped('steps', true).phase).toBe('Succeeded');
  });

  it('that nobody passes has to have a place of its own', () => {
    const one = (input: Partial<Artifact>) =>
      played({ templates: [dag('main', [{ name: 'b', template: 'consumer' }]), consumer(input)] });
    expect(nodeOf(one({}), 'b').message).toContain('inputs.artifacts.model was not supplied');
    expect(one({ raw: { data: 'x' } }).phase).toBe('Succeeded');
    expect(one({ optional: true }).phase).toBe('Succeeded');
  });

  it('may be an output of the template around, dropped if it is optional and there is none', () => {
    const outputs = (artifact: Partial<Artifact>) => ({ artifacts: [{ name: 'model', ...artifact }] });
    const around = (artifact: Partial<Artifact>) =>
      played({
        templates: [steps('main', [[{ name: 'a', template: 'producer' }]], { outputs: outputs(artifact) }), producer],
      });
    expect(around({ from: '{{steps.a.outputs.artifacts.model}}' }).phase).toBe('Succeeded');
    expect(around({ from: '{{steps.a.outputs.artifacts.none}}', optional: true }).phase).toBe('Succeeded');
    expect(around({ from: '{{steps.a.outputs.artifacts.none}}' }).message).toContain(
      'unable to resolve outputs from scope',
    );
  });
});

describe('a pod', () => {
  it.each([
    [
      'a container',
      leaf('t', { outputs: { parameters: [{ name: 'n', valueFrom: { path: '/n', default: '{{pod.name}}' } }] } }),
    ],
    ['a script', { name: 't', script: { image: 'x', source: 'x' } }],
    ['a resource', { name: 't', resource: { action: 'get' } }],
    ['data', { name: 't', data: { source: {}, transformation: [] } }],
  ])('runs %s', (_, template) => {
    const node = nodeOf(
      played({ templates: [steps('main', [[{ name: 'a', template: 't' }]]), template as Template] }),
      'a',
    );
    expect([node.type, node.phase]).toEqual(['Pod', 'Succeeded']);
    // What Go's hash/fnv gives for 'wf[0].a'.
    if (template.name === 't' && 'container' in template) expect(node.outputs.n).toBe('wf-t-3986212215');
  });
});
