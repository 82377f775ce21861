import { describe, expect, it } from 'vitest';
import { selectorText } from '../../../src/programs/kubernetes/label-selector';

describe('a selector', () => {
  it('is written as the API takes it', () => {
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'track', operator: 'NotIn', values: ['canary'] },
      { key: 'team', operator: 'Exists' },
      { key: 'legacy', operator: 'DoesNotExist' },
    ];
    expect(selectorText({ matchLabels: { app: 'fraud', 'a/b': 'c' }, matchExpressions })).toBe(
      'app=fraud,a/b=c,tier in (a,b),track notin (canary),team,!legacy',
    );
  });

  it.each([{}, { matchLabels: {} }, undefined])('that selects every pod is refused: %j', (selector) => {
    expect(() => selectorText(selector)).toThrow(/selects every pod of the namespace/);
  });

  it('with an operator of a later Kubernetes is refused', () => {
    expect(() => selectorText({ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] })).toThrow(
      /not known: Gt/,
    );
  });

  it('that is malformed is refused', () => {
    expect(() => selectorText({ matchLabels: { app: 5 } })).toThrow(/text is due/);
  });
});
