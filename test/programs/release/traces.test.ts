import { describe, expect, it } from 'vitest';
import { Play } from './explore/play';
import { chain, gate, promoteOrRevert, retryGate, withExit } from './explore/runs';
import { noTroubles, policy, type RunOfScenario, scenario, type Troubles } from './explore/scenario';

function play(runs: readonly RunOfScenario[], troubles: Partial<Troubles> = {}, part = {}): Play {
  return new Play(scenario({ name: '', runs, troubles: { ...noTroubles, ...troubles }, ...part }));
}

/** Lets the periodic settle run, and expects that nothing is open then. */
function settled(play: Play): string {
  play.happens(/the engine starts settle/).go('settle');
  expect(play.broken).toEqual([]);
  return play.state;
}

const pass = /source: pass$/;
const fail = /source: fail$/;

describe('what innocent versions of the protocol get wrong', () => {
  it('1: an older pass, acted on by hand after a newer promotion, is superseded', () => {
    const world = play([gate(2), promoteOrRevert(2), chain(3)]);
    world.go('gate 2', undefined, pass).go('chain 3', undefined, pass).go('promoteOrRevert 2');
    expect(world.state).toContain('promoteOrRevert 2 (run 2) superseded');
    expect(settled(world)).toMatch(/target: idle, candidate 3, .* good 3/);
  });

  it('2: a promoted candidate that comes again is not measured again', () => {
    const world = play([chain(2), chain(2)]);
    world.go('chain 2 (run 1)', undefined, pass).go('chain 2 (run 2)', undefined, fail);
    expect(world.steps.filter((step) => step.includes('measures'))).toHaveLength(1);
    expect(world.state).toContain('chain 2 (run 1) promoted, chain 2 (run 2) promoted');
    settled(world);
  });

  it('3: the baseline is the last approved version, not the one before', () => {
    const world = play([chain(2), chain(3)]);
    world.go('chain 2', undefined, fail).go('chain 3', undefined, fail);
    expect(settled(world)).toMatch(/source: idle, candidate 3, baseline 1, deployed 1, good 1, .* rejected \[2,3\]/);
  });

  it('4: a run that dies between record and push leaves a record that git is made to follow', () => {
    const world = play([chain(2)], { crashes: 1 });
    world.go('chain 2', /begin/).happens(/dies before/);
    expect(settled(world)).toMatch(/deployed 2, .*held: no-verdict.*\n.*\ngit: \{"release":2/);
  });

  it.each([
    ['the verdict book only', /write the verdict fail/],
    ['the record too', /record in the source/],
  ])('5: a fail is acted on although its run died when it was in %s', (_, until) => {
    const world = play([chain(2)], { crashes: 1 });
    world.go('chain 2', until, fail).happens(/dies before/);
    expect(settled(world)).toMatch(/deployed 1, .*rejected \[2\]\n.*\ngit: \{"release":1/);
  });

  it('6: a run that dies while it rolls out is settled in both environments', () => {
    const world = play([chain(2)], { crashes: 1 });
    world.go('chain 2', /push 2 to the target/, pass).happens(/dies before/);
    expect(settled(world)).toMatch(/source: idle, .*\ntarget: idle, candidate 2, baseline 1, deployed 1, good 1/);
  });

  it('7: a run that dies between approval and alias has its alias set', () => {
    const world = play([chain(2)], { crashes: 1 });
    world.go('chain 2', /approve/, pass).happens(/dies before/);
    expect(settled(world)).toMatch(/good 2, .*\ngit: .*\nregistry: \{"source":2,"target":2/);
  });

  it('8, 9: a slow push of one who lost the lease is refused, and the heir measures its own candidate', () => {
    const world = play([chain(2), chain(3)], { expiries: 1 });
    world.go('chain 2', /look at the source: \{"release":2/).happens(/chain 3 .*still lives/);
    world.go('chain 3', /push 3 to the source/).go('chain 2');
    expect(world.steps).toContainEqual(
      expect.stringMatching(/^chain 2 .* push 2 to the source with token 1: the file has/),
    );
    world.go('chain 3', undefined, pass);
    expect(world.steps).toContainEqual(expect.stringMatching(/^chain 3 .* measures 3 in the source/));
    expect(settled(world)).toContain('chain 2 (run 1) refused, chain 3 (run 2) promoted');
  });

  it('10: a run that measures what its heir deployed records nothing', () => {
    const world = play([chain(2), chain(3)], { expiries: 1 });
    world.go('chain 2', /wait for 2 in the source: ready/).happens(/chain 3 .*still lives/);
    world
      .go('chain 3', /push 3 to the source/)
      .go('chain 2', /measures 3/, pass)
      .go('chain 2');
    expect(world.state).toMatch(/verdicts: \n/);
    world.go('chain 3', undefined, pass).go('chain 2');
    expect(settled(world)).toContain('chain 2 (run 1) superseded, chain 3 (run 2) promoted');
  });

  it('11: a pass that comes late does not count beside the fail of a later attempt', () => {
    const world = play([chain(2), retryGate(2), chain(2)], { expiries: 1 });
    world.go('chain 2 (run 1)', /look at the source: 1$/, pass).happens(/retryGate .*still lives/);
    world.go('retryGate 2').go('chain 2 (run 3)', /record in the source/, fail);
    world.go('chain 2 (run 1)', /write the verdict/);
    expect(world.state).toContain('verdicts: 2 pass @1, 2 fail @2');
    world.go('chain 2 (run 3)').go('chain 2 (run 1)');
    expect(settled(world)).toMatch(/deployed 1, .*\n(?:.*\n)+runs: chain 2 \(run 1\) rejected, .* reverted/);
  });

  it('12, 14: a decision that waited for the target while another promoted is not carried out', () => {
    const world = play([chain(2), chain(3)], { expiries: 1 });
    world.go('chain 2', /promote in the source/, pass).happens(/chain 3 .*still lives/);
    world.go('chain 3', undefined, pass).go('chain 2');
    expect(world.state).toContain('chain 2 (run 1) refused, chain 3 (run 2) promoted');
    expect(settled(world)).toMatch(/target: idle, candidate 3, .* good 3/);
  });

  it('13: a settle that dies is settled in its turn, wherever it dies', () => {
    const whole = play([withExit(chain(2))], { crashes: 1, expiries: 1 });
    whole
      .go('chain 2', /begin/)
      .happens(/the engine starts exit/)
      .go('exit of run 1');
    const steps = whole.steps.filter((step) => step.startsWith('exit')).length;
    expect(steps).toBeGreaterThan(10);
    for (let k = 1; k < steps; k += 1) {
      const world = play([withExit(chain(2))], { crashes: 1, expiries: 1 });
      world.go('chain 2', /begin/).happens(/the engine starts exit/);
      for (let i = 0; i < k; i += 1) world.go('exit of run 1', /./);
      world.happens(/exit of run 1 dies before/).go('chain 2');
      expect(settled(world)).toMatch(/deployed 2, .*held: no-verdict.*\n.*\ngit: \{"release":2/);
    }
  });

  it('15: who loses the lock of the target leaves the promotion open in the source', () => {
    const world = play([chain(2), chain(3)], { expiries: 2 });
    world.go('chain 2', /push 2 to the target/, pass).happens(/chain 3 .*locks the source.*still lives/);
    world.go('chain 3', /look at the source: \{"phase":"promoting"/).happens(/chain 3 .*locks the target.*still lives/);
    world.go('chain 2');
    expect(world.state).toMatch(/source: promoting, .*\ntarget: receiving/);
    world.go('chain 3', undefined, pass);
    expect(settled(world)).toContain('chain 2 (run 1) refused, chain 3 (run 2) promoted');
  });

  it('16: a run that dies between closing the target and closing the source is closed by the next', () => {
    const world = play([chain(2)], { crashes: 1 });
    world.go('chain 2', /finish in the target/, pass).happens(/dies before/);
    expect(world.state).toMatch(/source: promoting, .*\ntarget: idle/);
    expect(settled(world)).toMatch(/source: idle, .*\ntarget: idle, candidate 2, .* good 2/);
  });

  it('a roll-out that was given up by a pod that died, and is ready for the next, leaves no hold behind', () => {
    const world = play([chain(2)], { crashes: 1 }, { policy: { ...policy, onPromoteFailure: 'hold' } });
    world.go('chain 2', /keep in the target/, /source: pass$|2 in the target: it fails/);
    world.happens(/dies and is started again/).go('chain 2');
    expect(world.state).toMatch(/target: idle, candidate 2, .* deployed 2, good 2, .* not held/);
    expect(world.state).toContain('chain 2 (run 1) promoted');
    settled(world);
  });

  it('17: a delayed push of the candidate is refused after the same run restored the baseline', () => {
    const world = play([chain(2)], { delays: 1 });
    world.go('chain 2', /receive in the target/, pass).go('chain 2', /look at the target: \{"release":2/);
    world.happens(/push 2 to the target .* on its way/).go('chain 2', /push 2 to the target/);
    world.go('chain 2', undefined, /wait for 2 in the target: it fails/);
    expect(world.state).toContain('chain 2 (run 1) promote-failed');
    world.happens(/a delayed push arrives: 2 in the target .* refused/);
    expect(settled(world)).toMatch(/target: idle, candidate 2, baseline 1, deployed 1, good 1/);
  });
});
