import { describe, expect, it } from 'vitest';
import { explore } from '../../src/testing/index';
import { files } from './written';

describe('a night that trains three models', { timeout: 300_000 }, () => {
  it.each(['dev', 'prod'] as const)('is proved in %s, whatever becomes of its steps', (preset) => {
    const found = explore(files(preset), { submit: 'retrain' });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
  });
});
