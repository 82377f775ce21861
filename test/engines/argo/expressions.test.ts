import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argoEvaluation, canAsk } from '../../property/oracle';
import { definitions } from './definitions';
import type { Manifest } from './emitted';
import { everyText } from './security/rule';

/** The expressions of a manifest: in tags, and those of outputs. */
function expressionsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { expression } = value as { readonly expression?: unknown };
  return [...(typeof expression === 'string' ? [expression] : []), ...Object.values(value).flatMap(expressionsOf)];
}

const tagsOf = (value: unknown): readonly string[] =>
  everyText(value).flatMap((text) => [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([, inner = '']) => inner));

const all = Object.entries(definitions).map(([what, definition]) => {
  const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
  definition(chart);
  const specs = (chart.toJson() as Manifest[]).filter(({ kind }) => kind !== 'ConfigMap').map(({ spec }) => spec);
  return { what, specs };
});

describe('the tags', () => {
  it.each(all)('of $what are closed, and name one value or hold one expression', ({ specs }) => {
    for (const text of everyText(specs)) {
      // What is left without the tags starts and ends none.
      expect(text.replaceAll(/\{\{(?:[a-z][A-Za-z0-9_.-]*|= (?:(?!\{\{|\}\}).)* )\}\}/gs, '')).not.toMatch(/\{\{/);
    }
  });
});

const ask = argoEvaluation();

describe.skipIf(!canAsk)('Argo', () => {
  it.each(all)('reads every expression of $what', async ({ specs }) => {
    const tags = tagsOf(specs).filter((tag) => tag.startsWith('='));
    for (const text of [...new Set([...tags.map((tag) => tag.slice(1)), ...expressionsOf(specs)])]) {
      expect(await ask({ kind: 'syntax', text, scope: {} }), text).not.toHaveProperty('error');
    }
  });
});
