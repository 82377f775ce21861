import { describe, expect, it } from 'vitest';
import { Play } from './explore/play';
import { chain, override, passOn, promoteOrRevert } from './explore/runs';
import { candidate, noTroubles, policy, type RunOfScenario, type Scenario, scenario } from './explore/scenario';

function play(runs: readonly RunOfScenario[], part: Partial<Scenario> = {}): Play {
  return new Play(scenario({ name: '', runs, ...part }));
}

const pass = /source: pass$/;
const fail = /source: fail$/;
const failsInTarget = /source: pass$|2 in the target: it fails/;
const third = (world: Play): string => /^third: .*$/m.exec(world.state)?.[0] ?? '';
const target = (world: Play): string => /^target: .*$/m.exec(world.state)?.[0] ?? '';

/** Lets the periodic settles run, and expects that nothing is open then. */
function settled(world: Play): Play {
  for (const name of ['settle', 'onward settle', 'last settle']) {
    world.happens(new RegExp(`the engine starts ${name}`)).go(name);
  }
  expect(world.broken).toEqual([]);
  return world;
}

describe('a candidate that a person lets go on', () => {
  it('is live and approved in the third environment, under its alias', () => {
    const world = play([chain(2), passOn(2)])
      .go('chain 2', undefined, pass)
      .go('passOn 2');
    expect(world.state).toContain('chain 2 (run 1) promoted, passOn 2 (run 2) promoted');
    expect(third(world)).toMatch(/idle, candidate 2, baseline 1, deployed 2, good 2, .* lock free/);
    expect(world.state).toContain(
      'registry: {"source":2,"target":2,"tagged":{"source":0,"target":0,"third":0},"third":2}',
    );
    expect(settled(world).steps.filter((step) => step.includes('push 2 to the third'))).toHaveLength(1);
  });

  it('goes on after an override as after a pass', () => {
    const world = play([chain(2), override(2), promoteOrRevert(2), passOn(2)]);
    world
      .go('chain 2', undefined, /source: error$/)
      .go('override 2')
      .go('promoteOrRevert 2')
      .go('passOn 2');
    expect(world.state).toContain('passOn 2 (run 4) promoted');
  });

  it('is green when it is there already, and is not rolled out again', () => {
    const world = play([chain(2), passOn(2), passOn(2)]).go('chain 2', undefined, pass);
    world.go('passOn 2 (run 2)').go('passOn 2 (run 3)');
    expect(world.state).toContain('passOn 2 (run 2) promoted, passOn 2 (run 3) promoted');
    expect(world.steps.filter((step) => step.includes('push 2 to the third'))).toHaveLength(1);
  });

  it('is taken back where it cannot be rolled out, and stays approved where it came from', () => {
    const world = play([chain(2), passOn(2)]).go('chain 2', undefined, pass);
    world.go('passOn 2', undefined, /2 in the third: it fails/);
    expect(world.state).toContain('passOn 2 (run 2) promote-failed');
    expect(third(world)).toMatch(/idle, candidate 2, baseline 1, deployed 1, good 1/);
    expect(target(world)).toMatch(/idle, candidate 2, .* deployed 2, good 2/);
    settled(world);
  });

  it('is settled where its run died: live everywhere or nowhere, and the next approval goes through', () => {
    const whole = play([chain(2), passOn(2)]).go('chain 2', undefined, pass);
    const before = whole.steps.length;
    const steps = whole.go('passOn 2').steps.length - before;
    for (let k = 1; k < steps; k += 1) {
      const troubles = { ...noTroubles, crashes: 1 };
      const world = play([chain(2), passOn(2), passOn(2)], { troubles }).go('chain 2', undefined, pass);
      world.advance('passOn 2 (run 2)', k).happens(/passOn 2 \(run 2\) dies before/);
      world.go('passOn 2 (run 3)');
      expect(world.state).toContain('passOn 2 (run 2) dead, passOn 2 (run 3) promoted');
      expect(third(settled(world))).toMatch(/idle, candidate 2, .* deployed 2, good 2/);
    }
  });
});

describe('an approval starts a run and decides nothing: the run moves nothing when', () => {
  const hold = { reason: 'roll-out', retry: false } as const;
  const rejected = [{ modelVersion: '1', digest: candidate(1).digest }];

  it.each<readonly [string, string, NonNullable<Scenario['targetSays']>]>([
    ['the environment was never released to', 'superseded', { candidate: null, deployed: null, good: null }],
    ['a newer candidate came, and was taken back', 'superseded', { candidate: candidate(2) }],
    ['the version has another digest', 'superseded', { candidate: { ...candidate(1), digest: candidate(9).digest } }],
    ['the candidate was rejected there', 'rejected', { rejected }],
    ['the candidate is held there', 'held', { hold }],
    ['the candidate was not approved there', 'held', { good: null }],
    ['somebody only asked for another try there', 'held', { good: null, hold: { ...hold, retry: true } }],
    ['the candidate is not deployed there any more', 'refused', { deployed: null }],
  ])('%s: %s', (_, outcome, targetSays) => {
    const world = play([passOn(1)], { inThird: 0, targetSays });
    const before = world.state;
    world.go('passOn 1');
    const after = world.state.replace(`passOn 1 (run 1) ${outcome}`, 'passOn 1 (run 1) running');
    expect(after).toBe(before);
  });

  it('the gate before it rejects the candidate', () => {
    const world = play([chain(2), passOn(2)])
      .go('chain 2', undefined, fail)
      .go('passOn 2');
    expect(world.state).toContain('chain 2 (run 1) reverted, passOn 2 (run 2) superseded');
    expect(third(settled(world))).toMatch(/idle, candidate 1, .* token 0/);
  });

  it('a newer candidate was promoted between the approval and the run', () => {
    const world = play([chain(2), chain(3), passOn(2)]).go('chain 2', undefined, pass);
    world.go('chain 3', undefined, pass).go('passOn 2');
    expect(world.state).toContain('passOn 2 (run 3) superseded');
    expect(third(settled(world))).toMatch(/candidate 1, .* token 0/);
  });

  it('a newer candidate came and was rolled back', () => {
    const world = play([chain(2), chain(3), passOn(2)]).go('chain 2', undefined, pass);
    world.go('chain 3', undefined, /source: pass$|3 in the target: it fails/).go('passOn 2');
    expect(target(world)).toMatch(/candidate 3, baseline 2, deployed 2, good 2/);
    expect(world.state).toContain('chain 3 (run 2) promote-failed, passOn 2 (run 3) superseded');
    settled(world);
  });

  it('a newer candidate is being rolled out', () => {
    const world = play([chain(2), chain(3), passOn(2)], { troubles: { ...noTroubles, expiries: 1 } });
    world.go('chain 2', undefined, pass).go('chain 3', /push 3 to the target/, pass);
    world.happens(/passOn 2 .*locks the target.*still lives/).go('passOn 2');
    expect(world.state).toContain('passOn 2 (run 3) refused');
    expect(third(world.go('chain 3'))).toMatch(/candidate 1, .* token 0/);
    settled(world);
  });

  it.each([
    ['was brought back', policy.onPromoteFailure, /candidate 2, baseline 1, deployed 1, good 1, .* not held/],
    ['keeps it', 'hold' as const, /candidate 2, baseline 1, deployed 2, good 1, .* held: roll-out/],
  ])('the environment before it could not take the candidate and %s', (_, onPromoteFailure, said) => {
    const world = play([chain(2), passOn(2)], { policy: { ...policy, onPromoteFailure } });
    world.go('chain 2', undefined, failsInTarget).go('passOn 2');
    expect(target(world)).toMatch(said);
    expect(world.state).toContain('chain 2 (run 1) promote-failed, passOn 2 (run 2) held');
    settled(world);
  });
});

describe('while a candidate goes on', () => {
  it('a newer one is not rolled out over it, and its run ends red', () => {
    const world = play([chain(2), passOn(2), chain(3)], {
      troubles: { ...noTroubles, crashes: 1 },
    });
    world
      .go('chain 2', undefined, pass)
      .go('passOn 2', /push 2 to the third/)
      .happens(/passOn 2 .*dies before/);
    world.go('chain 3', undefined, pass);
    expect(world.state).toMatch(/^source: promoting, .*\ntarget: promoting, candidate 2/);
    expect(world.state).toContain('chain 3 (run 3) refused');
    expect(settled(world).state).toMatch(
      /^source: idle, .*\ntarget: idle, candidate 2, .*\nthird: idle, .* deployed 1/,
    );
  });

  it('the settle of the environments before it waits for that of the ones after it', () => {
    const world = play([chain(2), passOn(2)], { troubles: { ...noTroubles, crashes: 1 } });
    world
      .go('chain 2', undefined, pass)
      .go('passOn 2', /receive in the third/)
      .happens(/passOn 2 .*dies before/);
    world.happens(/the engine starts settle/).go('settle');
    expect(target(world)).toMatch(/promoting/);
    world.happens(/the engine starts onward settle/).go('onward settle');
    expect(target(world)).toMatch(/idle, candidate 2, .* good 2/);
    expect(third(world)).toMatch(/idle, candidate 2, baseline 1, deployed 1, good 1/);
  });
});
