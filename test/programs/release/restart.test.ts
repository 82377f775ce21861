import { describe, expect, it, vi } from 'vitest';
import { Play } from './explore/play';
import { chain, inTarget, override, passOn, promoteOrRevert, releaseHold, retryGate, undo } from './explore/runs';
import { noTroubles, type RunOfScenario, scenario, type Troubles } from './explore/scenario';

const endings = [
  { what: 'that passes', choose: /source: pass$/, outcome: 'promoted' },
  { what: 'that fails', choose: /source: fail$/, outcome: 'reverted' },
  { what: 'that is not judged', choose: /source: error$/, outcome: 'held' },
  { what: 'that cannot be rolled out', choose: /source: pass$|2 in the target: it fails/, outcome: 'promote-failed' },
];

const interruptions: readonly {
  readonly when: string;
  readonly happens: RegExp;
  readonly troubles: Partial<Troubles>;
}[] = [
  {
    when: 'one of its pods is killed and started again',
    happens: /dies and is started again/,
    troubles: { crashes: 1 },
  },
  { when: 'the answer to a write is lost', happens: /does not hear the answer/, troubles: { lostAnswers: 1 } },
  { when: 'a write arrives late, after the client tried again', happens: /on its way/, troubles: { delays: 1 } },
];

function play(troubles: Partial<Troubles>): Play {
  const runs = [{ script: 'chain', candidate: 2 }] as const;
  return new Play(scenario({ name: '', runs, troubles: { ...noTroubles, ...troubles } }));
}

/** A state without what rises each time something is done again. */
const comparable = (state: string): string => state.replaceAll(/(token"?:? ?|attempt |@)\d+/g, '$1');

// Seconds of computing, more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a release', () => {
  const table = endings.flatMap((ending) => interruptions.map((interruption) => ({ ...ending, ...interruption })));

  it.each(table.map((row) => [row.what, row.when, row] as const))(
    '%s ends the same wherever %s',
    (_what, _when, row) => {
      const { choose, outcome, happens, troubles } = row;
      const whole = play(troubles).go('chain 2', undefined, choose);
      const steps = whole.steps.length;
      expect(whole.broken).toEqual([]);
      expect(whole.happens(/the engine starts settle/).go('settle').state).toContain(`chain 2 (run 1) ${outcome}`);
      const interrupted: string[] = [];
      for (let before = 1; before < steps; before += 1) {
        const world = play(troubles).advance('chain 2', before, choose);
        const interruption = world.tries(happens);
        if (interruption === undefined) continue;
        interrupted.push(interruption);
        world.go('chain 2', undefined, choose);
        world.tries(/a delayed (?:write|push) arrives/);
        // A late write to an alias is put right by the next settle; everything else is right already.
        world.happens(/the engine starts settle/).go('settle');
        expect(world.broken, interruption).toEqual([]);
        expect(comparable(world.state), interruption).toBe(comparable(whole.state));
      }
      expect(interrupted.length).toBeGreaterThan(1);
    },
  );
});

/** Lets the periodic settles run, one after the other. */
function settle(world: Play): void {
  for (;;) {
    const started = world.tries(/the engine starts .*settle/);
    if (started === undefined) return;
    world.go(started.replace('the engine starts ', ''));
  }
}

const afterwards: readonly {
  readonly what: string;
  readonly run: RunOfScenario;
  readonly verdict: RegExp;
  readonly outcome: string;
}[] = [
  { what: 'an override', run: override(2), verdict: /source: error$/, outcome: 'done' },
  { what: 'a release of the hold', run: releaseHold(2), verdict: /source: fail$/, outcome: 'done' },
  { what: 'a retry of the gate', run: retryGate(2), verdict: /source: error$/, outcome: 'done' },
  { what: 'a decision by hand on what passed', run: promoteOrRevert(2), verdict: /source: pass$/, outcome: 'promoted' },
  { what: 'an undo where it was tested', run: undo(2), verdict: /source: pass$/, outcome: 'reverted' },
  { what: 'an undo where it went', run: inTarget(undo(2)), verdict: /source: pass$/, outcome: 'reverted' },
  { what: 'a candidate that goes on', run: passOn(2), verdict: /source: pass$/, outcome: 'promoted' },
];

describe('after a release', () => {
  const table = afterwards.flatMap((row) => interruptions.map((interruption) => ({ ...row, ...interruption })));

  it.each(table.map((row) => [row.what, row.when, row] as const))('%s ends the same wherever %s', (_, __, row) => {
    const { run, verdict, outcome, happens, troubles } = row;
    const begun = (): Play => {
      const runs = [chain(2), run];
      const world = new Play(scenario({ name: '', runs, troubles: { ...noTroubles, ...troubles } }));
      return world.go('chain 2', undefined, verdict);
    };
    const whole = begun();
    const name = /(\w+ 2) \(run 2\)/.exec(whole.state)?.[1] ?? '';
    const from = whole.steps.length;
    whole.go(name);
    const steps = whole.steps.length - from;
    settle(whole);
    expect(whole.state).toContain(`(run 2) ${outcome}`);
    let interrupted = 0;
    for (let before = 1; before < steps; before += 1) {
      const world = begun().advance(name, before);
      const interruption = world.tries(happens);
      if (interruption === undefined) continue;
      interrupted += 1;
      world.go(name);
      world.tries(/a delayed (?:write|push) arrives/);
      settle(world);
      expect(world.broken, interruption).toEqual([]);
      expect(comparable(world.state), interruption).toBe(comparable(whole.state));
    }
    if (happens.source !== 'on its way') expect(interrupted).toBeGreaterThan(1);
  });
});
