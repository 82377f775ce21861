import { describe, expect, it, vi } from 'vitest';
import { small } from './bounds';
import { search } from './explore/search';
import { told } from './explore/told';

// Seconds of computing, more on a busy machine. The large bound is `npm run explore`.
vi.setConfig({ testTimeout: 120_000 });

describe('the protocol keeps its promises in every history of', () => {
  it.each(small.map((world) => [world.name, world] as const))('%s', (_, world) => {
    const { complete, violations } = search(world);
    expect(violations.map(told).join('\n')).toBe('');
    expect(complete).toBe(true);
  });
});
