import { describe, expect, it } from 'vitest';
import { Play } from './explore/play';
import { chain, inTarget, passOn, promoteOrRevert, releaseHold, undo } from './explore/runs';
import { candidate, noTroubles, policy, type RunOfScenario, type Scenario, scenario } from './explore/scenario';

function play(runs: readonly RunOfScenario[], part: Partial<Scenario> = {}): Play {
  return new Play(scenario({ name: '', runs, ...part }));
}

const pass = /source: pass$/;
const line = (world: Play, environment: string): string =>
  new RegExp(`^${environment}: .*$`, 'm').exec(world.state)?.[0] ?? '';

describe('an undo', () => {
  it('brings back what was replaced, in that environment only', () => {
    const world = play([chain(2), inTarget(undo(2))]);
    world.go('chain 2', undefined, pass).go('undoInTarget 2');
    expect(world.state).toContain('undoInTarget 2 (run 2) reverted');
    expect(line(world, 'target')).toMatch(
      /idle, candidate 2, baseline 1, deployed 1, good 1, .* lock free, .* rejected \[2\]/,
    );
    expect(line(world, 'source')).toMatch(/idle, candidate 2, .* deployed 2, good 2, .* rejected \[\]/);
    expect(world.state).toContain('registry: {"source":2,"target":1,"tagged":{"source":0,"target":4,"third":0}');
    expect(world.broken).toEqual([]);
  });

  it('is lasting: the version is not promoted there again, and a newer one is', () => {
    const world = play([chain(2), inTarget(undo(2)), promoteOrRevert(2), chain(3)]);
    world.go('chain 2', undefined, pass).go('undoInTarget 2').go('promoteOrRevert 2');
    expect(world.state).toContain('promoteOrRevert 2 (run 3) rejected');
    expect([line(world, 'source'), line(world, 'target')]).toEqual([
      expect.stringContaining('idle'),
      expect.stringMatching(/idle, .* deployed 1, good 1/),
    ]);
    world.go('chain 3', undefined, pass);
    expect(line(world, 'target')).toMatch(/idle, candidate 3, baseline 1, deployed 3, good 3/);
  });

  it('is taken back by a release of the hold there', () => {
    const world = play([chain(2), inTarget(undo(2)), inTarget(releaseHold(2)), promoteOrRevert(2)]);
    world.go('chain 2', undefined, pass).go('undoInTarget 2').go('releaseHoldInTarget 2').go('promoteOrRevert 2');
    expect(world.state).toContain('promoteOrRevert 2 (run 4) promoted');
    expect(line(world, 'target')).toMatch(/idle, candidate 2, baseline 1, deployed 2, good 2, .* rejected \[\]/);
  });

  it('keeps the version from going on', () => {
    const world = play([chain(2), inTarget(undo(2)), passOn(2)]);
    world.go('chain 2', undefined, pass).go('undoInTarget 2').go('passOn 2');
    expect(world.state).toContain('passOn 2 (run 3) rejected');
    expect(line(world, 'third')).toMatch(/candidate 1, .* token 0/);
  });

  it('brings back what was replaced where it was tested, and it is not gated again', () => {
    const world = play([chain(2), undo(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, pass).go('undo 2').go('chain 2 (run 3)');
    expect(world.state).toContain('undo 2 (run 2) reverted, chain 2 (run 3) rejected');
    expect(line(world, 'source')).toMatch(/idle, candidate 2, .* deployed 1, good 1, .* rejected \[2\]/);
    expect(line(world, 'target')).toMatch(/idle, candidate 2, .* deployed 2, good 2/);
  });

  it('takes back what could not be rolled out and was left there', () => {
    const world = play([chain(2), inTarget(undo(2))], { policy: { ...policy, onPromoteFailure: 'hold' } });
    world.go('chain 2', undefined, /source: pass$|2 in the target: it fails/).go('undoInTarget 2');
    expect(world.state).toContain('undoInTarget 2 (run 2) reverted');
    expect(line(world, 'target')).toMatch(/deployed 1, good 1, .* not held, rejected \[2\]/);
  });

  it('asked for again, changes nothing and says the same', () => {
    const world = play([chain(2), inTarget(undo(2)), inTarget(undo(2))]).go('chain 2', undefined, pass);
    const target = line(world.go('undoInTarget 2 (run 2)'), 'target');
    expect(line(world.go('undoInTarget 2 (run 3)'), 'target')).toBe(target);
    expect(world.state).toContain('undoInTarget 2 (run 3) reverted');
  });

  it('goes back to the initial image where nothing was there before and the policy has one', () => {
    const initial = { ...candidate(1), modelVersion: '0' };
    const world = play([chain(2), inTarget(undo(2))], {
      baseline: false,
      policy: { ...policy, noBaseline: 'initial', initial },
    });
    world.go('chain 2', undefined, pass).go('undoInTarget 2');
    expect(world.state).toContain('undoInTarget 2 (run 2) reverted');
    expect(world.state).toContain('registry: {"source":2,"target":0');
  });

  const failing = { troubles: { ...noTroubles, crashes: 1 } };
  it.each([
    ['the settle of the pair that ends there', [], ['settle']],
    // Somebody lets version 9 go on, which never came: only so that there is a third environment.
    ['the settle of the pair that begins there', [passOn(9)], ['settle', 'onward settle']],
  ] as const)('whose pod died is finished by %s', (_, more, settles) => {
    const world = play([chain(2), inTarget(undo(2)), ...more], failing);
    world
      .go('chain 2', undefined, pass)
      .go('undoInTarget 2', /undo in the target/)
      .happens(/undoInTarget 2 .*dies before/);
    for (const _ of more) world.go('passOn 9');
    expect(line(world, 'target')).toMatch(more.length === 0 ? /^target: reverting/ : /^target: /);
    for (const settle of settles) world.happens(new RegExp(`the engine starts ${settle}`)).go(settle);
    expect(line(world, 'target')).toMatch(/idle, candidate 2, baseline 1, deployed 1, good 1, .* rejected \[2\]/);
    expect(world.broken).toEqual([]);
  });

  it('whose baseline does not run in time stays open, and the same undo again goes on', () => {
    const world = play([chain(2), inTarget(undo(2)), inTarget(undo(2))]);
    world.go('chain 2', undefined, pass).go('undoInTarget 2 (run 2)', undefined, /wait for 1 in the target: it fails/);
    expect(world.state).toContain('undoInTarget 2 (run 2) revert-failed');
    expect(line(world, 'target')).toMatch(/reverting, .* lock free/);
    world.go('undoInTarget 2 (run 3)');
    expect(world.state).toContain('undoInTarget 2 (run 3) reverted');
    expect(line(world, 'target')).toMatch(/idle, .* deployed 1, good 1/);
  });
});

describe('an undo takes nothing back', () => {
  it.each<readonly [string, string, Partial<Scenario>]>([
    ['what it replaced is not in the registry any more', 'baseline-missing', { missing: [1] }],
    ['it replaced nothing', 'no-baseline', { baseline: false }],
  ])('where %s', (_, outcome, part) => {
    const world = play([chain(2), inTarget(undo(2))], part).go('chain 2', undefined, pass);
    const before = world.state;
    expect(world.go('undoInTarget 2').state).toBe(
      before.replace('undoInTarget 2 (run 2) running', `undoInTarget 2 (run 2) ${outcome}`),
    );
  });

  it.each<readonly [string, string, NonNullable<Scenario['targetSays']>]>([
    ['something newer came', 'superseded', { candidate: candidate(2) }],
    ['the version is not live', 'refused', { deployed: null }],
    ['a promotion into it is open', 'lost', { phase: 'receiving', run: 'run-9' }],
    ['it is on its way further', 'lost', { phase: 'promoting', run: 'run-9' }],
  ])('where %s', (_, outcome, says) => {
    const world = play([inTarget(undo(1))], { targetSays: { baseline: candidate(2), ...says } });
    const before = line(world, 'target');
    expect(line(world.go('undoInTarget 1'), 'target')).toBe(before);
    expect(world.state).toContain(`undoInTarget 1 (run 1) ${outcome}`);
  });
});
