import { describe, expect, it } from 'vitest';
import { Play } from './explore/play';
import { chain, gate, override, promoteOrRevert, releaseHold, retryGate, undo, withExit } from './explore/runs';
import {
  candidate,
  noTroubles,
  type RunOfScenario,
  type Scenario,
  scenario,
  type Troubles,
  within,
} from './explore/scenario';

function play(runs: readonly RunOfScenario[], troubles: Partial<Troubles> = {}, part: Partial<Scenario> = {}): Play {
  return new Play(scenario({ name: '', runs, policy: within, troubles: { ...noTroubles, ...troubles }, ...part }));
}

const pass = /source: pass$/;
const fail = /source: fail$/;
const error = /source: error$/;
const here = (world: Play): string => /^source: .*$/m.exec(world.state)?.[0] ?? '';
const alias = (world: Play): string => /"source":(\d+)/.exec(world.state.split('registry: ')[1] ?? '')?.[1] ?? '';

/** Lets the periodic settle run, and expects that nothing is open then. */
function settled(world: Play): Play {
  world.happens(/the engine starts settle/).go('settle');
  expect(world.broken).toEqual([]);
  return world;
}

describe('a release within one environment', () => {
  it('approves what passed where it was measured, and only then names it', () => {
    const world = play([chain(2)]);
    world.go('chain 2', /measures/, pass);
    expect([here(world), alias(world)]).toEqual([expect.stringMatching(/gating, .* deployed 2, good 1/), '1']);
    world.go('chain 2', undefined, pass);
    expect(world.state).toContain('chain 2 (run 1) promoted');
    expect([here(world), alias(world)]).toEqual([
      expect.stringMatching(/idle, candidate 2, baseline 1, deployed 2, good 2, .* lock free, not held/),
      '2',
    ]);
    expect(world.broken).toEqual([]);
  });

  it('brings back what was approved when the candidate fails, and never named it', () => {
    const world = play([chain(2)]);
    world.go('chain 2', undefined, fail);
    expect(world.state).toContain('chain 2 (run 1) reverted');
    expect(here(world)).toMatch(/idle, candidate 2, .* deployed 1, good 1, .* rejected \[2\]/);
    expect(world.steps.some((step) => step.includes('point the alias of the source at 2'))).toBe(false);
    expect(world.broken).toEqual([]);
  });

  it('touches no other environment', () => {
    const world = play([chain(2), undo(2)]);
    world.go('chain 2', undefined, pass).go('undo 2');
    expect(settled(world).steps.filter((step) => step.includes('target'))).toEqual([]);
  });

  it.each([
    ['hold', /deployed 2, good 1, .* held: error/, 'held', '1'],
    ['revert', /deployed 1, good 1, .* not held/, 'reverted', '1'],
  ] as const)('ends as the policy says where the gate could not judge: %s', (onError, record, outcome, named) => {
    const world = play([chain(2)], {}, { policy: { ...within, onError } });
    world.go('chain 2', undefined, error);
    expect(world.state).toContain(`chain 2 (run 1) ${outcome}`);
    expect([here(world), alias(world)]).toEqual([expect.stringMatching(record), named]);
  });

  it.each([
    ['hold', null, 'held', /deployed 2, good 0, .* held: no-baseline/],
    ['fail', null, 'revert-failed', /deployed 2, good 0, .* held: no-baseline/],
    ['initial', { ...candidate(1), modelVersion: '0' }, 'reverted', /deployed 0, good 0, .* rejected \[2\]/],
  ] as const)('that is the first and fails ends as noBaseline says: %s', (noBaseline, initial, outcome, record) => {
    const world = play([chain(2)], {}, { baseline: false, policy: { ...within, noBaseline, initial } });
    world.go('chain 2', undefined, fail);
    expect(world.state).toContain(`chain 2 (run 1) ${outcome}`);
    expect([here(world), alias(world)]).toEqual([expect.stringMatching(record), '0']);
  });

  it('that is the first and passes is the baseline of the next', () => {
    const world = play([chain(2), chain(3)], {}, { baseline: false });
    world.go('chain 2', undefined, pass).go('chain 3', undefined, fail);
    expect(here(world)).toMatch(/candidate 3, baseline 2, deployed 2, good 2, .* rejected \[3\]/);
  });

  it('is approved by hand after the gate alone, and twice is once', () => {
    const world = play([gate(2), promoteOrRevert(2), chain(2)]);
    world.go('gate 2', undefined, pass).go('promoteOrRevert 2').go('chain 2');
    expect(world.state).toContain('gate 2 (run 1) pass, promoteOrRevert 2 (run 2) promoted, chain 2 (run 3) promoted');
    expect(world.steps.filter((step) => step.includes('measures'))).toHaveLength(1);
  });

  it.each([
    ['before the verdict is written', /wait for 2 .*ready/, /idle, .* deployed 2, good 1, .* held: no-verdict/, '1'],
    ['between verdict and decision', /record in the source/, /idle, .* deployed 2, good 2, .* not held/, '2'],
    ['between acceptance and alias', /accept in the source/, /idle, .* deployed 2, good 2, .* not held/, '2'],
  ])('whose run dies %s is finished by a settle', (_, until, record, named) => {
    const world = play([withExit(chain(2))], { crashes: 1 });
    world.go('chain 2', until, pass).happens(/chain 2 .*dies before/);
    expect(world.state).not.toContain('promoted');
    settled(world);
    expect([here(world), alias(world)]).toEqual([expect.stringMatching(record), named]);
  });

  it('whose run dies before its verdict goes back where an error does', () => {
    const world = play([withExit(chain(2))], { crashes: 1 }, { policy: { ...within, onError: 'revert' } });
    world.go('chain 2', /wait for 2 .*ready/).happens(/chain 2 .*dies before/);
    settled(world);
    expect([here(world), alias(world)]).toEqual([
      expect.stringMatching(/idle, candidate 2, .* deployed 1, good 1, .* not held, rejected \[2\]/),
      '1',
    ]);
  });

  it('that a pod dies over is the same when the pod is started again', () => {
    const world = play([chain(2)], { crashes: 1 });
    world
      .go('chain 2', /accept in the source/, pass)
      .happens(/dies and is started again/)
      .go('chain 2');
    expect(world.state).toContain('chain 2 (run 1) promoted');
    expect(world.broken).toEqual([]);
  });

  it('is taken back, stays away, and comes again once it is released and measured anew', () => {
    const world = play([chain(2), undo(2), promoteOrRevert(2), releaseHold(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, pass).go('undo 2');
    expect([here(world), alias(world)]).toEqual([
      expect.stringMatching(/idle, candidate 2, baseline 1, deployed 1, good 1, .* rejected \[2\]/),
      '1',
    ]);
    world.go('promoteOrRevert 2').go('releaseHold 2').go('chain 2 (run 5)', undefined, pass);
    expect(world.state).toContain('undo 2 (run 2) reverted, promoteOrRevert 2 (run 3) rejected');
    expect([here(world), alias(world)]).toEqual([expect.stringMatching(/deployed 2, good 2, .* rejected \[\]/), '2']);
  });

  it('that is held goes on with an override, or after another measurement', () => {
    const overridden = play([chain(2), override(2), promoteOrRevert(2)]);
    overridden.go('chain 2', undefined, error).go('override 2').go('promoteOrRevert 2');
    expect(overridden.state).toContain('promoteOrRevert 2 (run 3) promoted');
    const retried = play([chain(2), retryGate(2), chain(2)]);
    retried.go('chain 2 (run 1)', undefined, error).go('retryGate 2').go('chain 2 (run 3)', undefined, pass);
    expect(retried.state).toContain('chain 2 (run 3) promoted');
  });
});
