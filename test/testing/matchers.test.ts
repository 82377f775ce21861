import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explore, fails, matchers, simulate, trace } from '../../src/testing/index';

const manifest = (name: string) => {
  const file = join(__dirname, '../simulate/explore', name);
  return [{ file, text: readFileSync(file, 'utf8') }];
};
const sound = manifest('sound.yaml');
const good = simulate(sound);
const bad = simulate(sound, { wait: fails(1) });

describe('the matchers', () => {
  it('tell what ran, what was skipped and how it ended', () => {
    expect(matchers.toHaveRun(good, 'promote').pass).toBe(true);
    expect(matchers.toHaveRun(bad, 'promote').pass).toBe(false);
    expect(matchers.toHaveRun(bad, 'revert').pass).toBe(true);
    expect(matchers.toHaveSkipped(good, 'onExit.revert').pass).toBe(true);
    expect(matchers.toHaveSkipped(bad, 'revert').pass).toBe(false);
    expect(matchers.toEndAs(good, 'Succeeded').pass).toBe(true);
    expect(matchers.toEndAs(bad, 'Failed').pass).toBe(true);
  });

  it('say why they do not match', () => {
    expect(matchers.toHaveRun(bad, 'promote').message()).toBe(
      'expected promote to run, and it did not: nobody came to it',
    );
    expect(matchers.toHaveRun(bad, 'wiat').message()).toContain("did you mean 'wait'?");
    expect(matchers.toEndAs(bad, 'Succeeded').message()).toBe(
      'expected the workflow to end as Succeeded, and it is Failed',
    );
    expect(() => matchers.toHaveRun(7, 'promote')).toThrow('expected what simulate() returns');
  });

  it('take an exploration for a proof', () => {
    expect(matchers.toPromoteOnlyAfterPass(explore(sound)).pass).toBe(true);
    expect(matchers.toPromoteOnlyAfterPass(explore(sound, { limit: 3 })).pass).toBe(false);
  });
});

describe('a trace', () => {
  it('is readable, and the same each time', () => {
    expect(trace(bad)).toBe(trace(simulate(sound, { wait: fails(1) })));
    expect(trace(bad)).toContain('✖ wait  Failed  Pod wait  11s  main: Error (exit code 1)\n');
  });
});
