import { describe, expect, it } from 'vitest';
import { explore } from '../../src/testing/index';
import { files } from './written';

describe('a night that trains three models', { timeout: 300_000 }, () => {
  // Prophet may fail in dev: whatever can happen in prod can happen there, too.
  it('is proved, whatever becomes of its steps', () => {
    const found = explore(files('dev'), { submit: 'retrain' });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
  });
});
