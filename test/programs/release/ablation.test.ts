import { afterEach, describe, expect, it, vi } from 'vitest';
import { chain } from './explore/runs';
import { rulesOfTheProtocol } from './rules';
import { release, unguarded } from './without';

// Seconds of computing, more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('the protocol without one of its rules', () => {
  const replaced: string[] = [];

  afterEach(() => {
    for (const module of replaced.splice(0)) vi.doUnmock(module);
    vi.resetModules();
  });

  it.each(rulesOfTheProtocol.map((rule) => [rule.rule, rule.breaks, rule] as const))(
    '%s, else %s',
    async (_, breaks, rule) => {
      const { without, runs, troubles, part } = rule;
      vi.resetModules();
      for (const [module, edit] of Object.entries(without)) {
        replaced.push(module);
        vi.doMock(module, async (original) => {
          const real = await original<object>();
          return { ...real, ...edit(real as never) };
        });
      }
      const { search } = await import('./explore/search.js');
      const { noTroubles, scenario } = await import('./explore/scenario.js');
      const world = scenario({ name: rule.rule, runs, ...part, troubles: { ...noTroubles, ...troubles } });
      const { violations } = search(world, { stopAtFirst: true });
      expect(violations.map(({ invariant }) => invariant)).toContain(breaks);
    },
  );

  it.each(rulesOfTheProtocol.map((rule) => [rule.rule, rule] as const))(
    'is at fault, not the scenario: %s',
    async (_, rule) => {
      const { runs, troubles, part } = rule;
      const { search } = await import('./explore/search.js');
      const { noTroubles, scenario } = await import('./explore/scenario.js');
      const world = scenario({
        name: rule.rule,
        runs,
        ...part,
        unfencedGit: false,
        troubles: { ...noTroubles, ...troubles },
      });
      expect(search(world, { maxStates: 5_000 }).violations).toEqual([]);
    },
  );

  it.each([
    ['two candidates', [chain(2), chain(3)]],
    ['the same candidate twice', [chain(2), chain(2)]],
  ])('keeps its promises for %s even if nobody waits for a lock: clocks may be wrong', async (name, runs) => {
    vi.doMock(`${release}/guards`, async (original) =>
      unguarded('lockIsFree')(await original<typeof import('../../../src/programs/release/guards.js')>()),
    );
    replaced.push(`${release}/guards`);
    vi.resetModules();
    const { search } = await import('./explore/search.js');
    const { scenario } = await import('./explore/scenario.js');
    const found = search(scenario({ name, runs }));
    expect(found.violations).toEqual([]);
    expect(found.complete).toBe(true);
  });
});
