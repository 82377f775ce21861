import { describe, expect, it } from 'vitest';
import { Play } from './explore/play';
import { chain, override, promoteOrRevert, releaseHold, retryGate } from './explore/runs';
import { noTroubles, type RunOfScenario, type Scenario, scenario } from './explore/scenario';

function play(runs: readonly RunOfScenario[], part: Partial<Scenario> = {}): Play {
  return new Play(scenario({ name: '', runs, ...part }));
}

const error = /source: error$/;
const fail = /source: fail$/;
const pass = /source: pass$/;

describe('an operator', () => {
  it('has a held candidate measured again, and what it measures then counts', () => {
    const world = play([chain(2), retryGate(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, error);
    expect(world.state).toMatch(/source: idle, candidate 2, .* held: error, .*\n(?:.*\n)+runs: chain 2 \(run 1\) held/);
    world.go('retryGate').go('chain 2 (run 3)', undefined, pass);
    expect(world.state).toContain('retryGate 2 (run 2) done, chain 2 (run 3) promoted');
  });

  it('is needed: a held candidate that comes again is not measured', () => {
    const world = play([chain(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, error).go('chain 2 (run 2)', undefined, pass);
    expect(world.state).toContain('chain 2 (run 1) held, chain 2 (run 2) held');
  });

  it('takes a rejection back, and the candidate still needs a pass of its own', () => {
    const world = play([chain(2), releaseHold(2), promoteOrRevert(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, fail).go('releaseHold').go('promoteOrRevert');
    expect(world.state).toMatch(
      /rejected \[\]\n(?:.*\n)+.*releaseHold 2 \(run 2\) done, promoteOrRevert 2 \(run 3\) held/,
    );
    world.go('chain 2 (run 4)', undefined, pass);
    expect(world.state).toContain('chain 2 (run 4) promoted');
  });

  it('is needed: a rejected candidate that comes again ends rejected', () => {
    const world = play([chain(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, fail).go('chain 2 (run 2)', undefined, pass);
    expect(world.state).toContain('chain 2 (run 1) reverted, chain 2 (run 2) rejected');
  });

  it('answers for a held candidate, which is promoted then', () => {
    const world = play([chain(2), override(2), promoteOrRevert(2)]);
    world.go('chain 2', undefined, error).go('override').go('promoteOrRevert');
    expect(world.state).toMatch(/target: idle, candidate 2, .* good 2/);
    expect(world.state).toContain('verdicts: 2 error @1, 2 override @2');
    expect(world.state).toContain('override 2 (run 2) done, promoteOrRevert 2 (run 3) promoted');
  });

  it.each([
    ['inconclusive', /source: inconclusive$/, 'at once', false],
    ['inconclusive', /source: inconclusive$/, 'after the periodic settle', true],
    ['error', error, 'at once', false],
    ['error', error, 'after the periodic settle', true],
  ])('answers for one that is held as %s, and a decision by hand promotes it %s', (reason, seen, _, settles) => {
    // A settle between is that of an operator who asks for something else.
    const between = settles ? [releaseHold(2)] : [];
    const runs = [chain(2), override(2), ...between, promoteOrRevert(2)];
    const world = play(runs, { verdicts: ['inconclusive', 'error'] });
    world.go('chain 2', undefined, seen);
    expect(world.state).toMatch(new RegExp(`source: idle, candidate 2, .* good 1, .* held: ${reason}`));
    world.go('override 2');
    expect(world.state).toMatch(/source: gated, candidate 2, .* deployed 2, good 2, .* not held/);
    if (settles) {
      world.go('releaseHold 2');
      expect(world.state).toMatch(/source: idle, candidate 2, .* good 2, .* not held/);
      expect(world.state).toContain('releaseHold 2 (run 3) refused');
    }
    world.go('promoteOrRevert 2');
    expect(world.state).toMatch(/target: idle, candidate 2, .* good 2/);
    expect(world.broken).toEqual([]);
  });

  it('answers for one whose run left no verdict', () => {
    const world = play([chain(2), override(2), promoteOrRevert(2)], { troubles: { ...noTroubles, crashes: 1 } });
    world
      .go('chain 2', /begin/)
      .happens(/dies before/)
      .go('override 2')
      .go('promoteOrRevert 2');
    expect(world.state).toMatch(/target: idle, candidate 2, .* good 2/);
    expect(world.state).toContain('verdicts: 2 override @2');
  });

  it('cannot answer for a rejected candidate', () => {
    const world = play([chain(2), override(2)]);
    world.go('chain 2', undefined, fail).go('override');
    expect(world.state).toContain('override 2 (run 2) rejected');
  });
});

describe('what is not there', () => {
  it('a candidate whose image is gone is not promoted, and keeps its pass', () => {
    const world = play([chain(2)], { missing: [2] });
    world.go('chain 2', undefined, pass);
    expect(world.state).toMatch(/source: idle, candidate 2, .* good 2, .*\ntarget: idle, candidate 1/);
    expect(world.state).toContain('chain 2 (run 1) promote-failed');
  });

  it('a baseline whose image is gone is not gone back to: the candidate is held, and nobody approved it', () => {
    const world = play([chain(2)], { missing: [1] });
    world.go('chain 2', undefined, fail);
    expect(world.state).toMatch(/deployed 2, good 1, .* held: baseline-missing, rejected \[2\]/);
    expect(world.state).toContain('chain 2 (run 1) revert-failed');
  });

  it('a target that cannot be restored keeps the candidate and says so', () => {
    const world = play([chain(2)], { missing: [1] });
    world.go('chain 2', /receive/, pass).go('chain 2', undefined, /wait for 2 in the target: it fails/);
    expect(world.state).toMatch(/target: idle, candidate 2, .* good 1, .* held: baseline-missing/);
    expect(world.state).toContain('chain 2 (run 1) restore-failed');
  });

  it('a cluster that does not follow git in time is an error of the gate, not a fail', () => {
    const world = play([chain(2)], { lag: true });
    world.go('chain 2');
    expect(world.state).toContain('2 error @1');
    expect(world.state).toContain('chain 2 (run 1) held');
  });

  it('a cluster that does not follow a revert in time leaves it open for the next settle', () => {
    const world = play([chain(2)], { lag: true });
    world
      .go('chain 2', /push 2/)
      .happens(/the cluster of the source follows/)
      .go('chain 2', undefined, fail);
    expect(world.state).toMatch(/source: reverting/);
    expect(world.state).toContain('chain 2 (run 1) revert-failed');
  });
});

describe('an environment that was promoted to', () => {
  it('is promoted from like any other: whoever approves is its gate', () => {
    const world = play([chain(1)], { inTarget: 0 });
    world.go('chain 1', undefined, pass);
    expect(world.state).toMatch(
      /source: idle, candidate 1, .* good 1, .*\ntarget: idle, candidate 1, baseline 0, .* good 1/,
    );
    expect(world.state).toContain('chain 1 (run 1) promoted');
  });

  it('promotes nothing without that, although its version was approved for it', () => {
    const world = play([promoteOrRevert(1)], { inTarget: 0 });
    world.go('promoteOrRevert');
    expect(world.state).toMatch(/source: idle, candidate 1, .* not held, .*\ntarget: idle, candidate 0/);
    expect(world.state).toContain('promoteOrRevert 1 (run 1) held');
  });
});
