import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFlowchart } from '../../graph/flowchart';
import { workflow } from '../../graph/workflow';
import { typed } from '../typed';

const inner = workflow('- name: main\n  steps: [[{ name: x, template: t }], [{ name: z, template: t }]]', {
  name: 'inner',
});
const outer = workflow(
  '- name: main\n  steps: [[{ name: a, templateRef: { name: inner, template: main } }], [{ name: b, template: t }]]',
  { name: 'outer' },
);

describe('cdk8s-mlops graph', () => {
  it('draws what mermaid draws of the same files', async () => {
    const golden = readFileSync('test/graph/golden/gourmetgram.mmd', 'utf8');
    expect(await typed(['graph', 'dist-manifests', '--entry', 'cron-train'])).toEqual({
      code: 0,
      out: golden,
      err: '',
    });
  });

  it('draws one pipeline of several, as deep as it is told', async () => {
    const nodesOf = async (...options: string[]) =>
      readFlowchart((await typed(['graph', '-', ...options], outer + inner)).out).nodes;
    expect(await nodesOf()).toEqual(['[b]', '[x]', '[z]']);
    expect(await nodesOf('--entry', 'inner')).toEqual(['[x]', '[z]']);
    expect(await nodesOf('--depth', '0')).toEqual(['[[a]]', '[b]']);
  });

  it('draws what it could read, and tells what it could not', async () => {
    const { code, out, err } = await typed(['graph', '-'], `${inner}kind: [\n`);
    expect({ code, nodes: readFlowchart(out).nodes }).toEqual({ code: 1, nodes: ['[x]', '[z]'] });
    expect(err).toMatch(/^-:\d+:\d+: error MLP5005: /);
  });

  it('does not fail because of what is only a warning', async () => {
    const { code, err } = await typed(['graph', '-'], inner.replace('kind: ', 'kind: Workflow\nkind: '));
    expect(code).toBe(0);
    expect(err).toMatch(/^-:3:1: warning MLP5006: the key 'kind' is there twice/);
  });

  it.each([
    [['--entry', 'innre'], inner, /^error: MLP5101: .* is called 'innre'; fix: did you mean 'inner'\?\n$/],
    [[], 'apiVersion: v1\nkind: ConfigMap\n', /^error: MLP5102: there is no Workflow/],
  ])('says in one line why it draws nothing: %j', async (options, input, message) => {
    const { code, out, err } = await typed(['graph', '-', ...options], input);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});
