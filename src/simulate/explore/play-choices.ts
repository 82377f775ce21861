import type { SimulationPlan } from '../compile';
import type { WorkflowPlan } from '../plan/workflow-plan';
import { copyRun } from '../run/copy-run';
import { mergedArguments } from '../run/globals';
import type { Run } from '../run/run';
import { startRun } from '../run/start-run';
import type { Executor, Leaf } from '../scenario/executor';
import { fakeClock } from '../world/clock';
import { createLocks } from '../world/locks';
import { play } from '../world/play';
import type { Choice } from './choice';
import { createReleaseModel, type ReleaseModel } from './release/release-model';

/** What decides at each leaf, in the order in which they start. @internal */
export type Decide = (leaf: Leaf, play: Play) => Choice;

/** One run while it is played. @internal */
export interface Play {
  readonly run: Run;
  /** What was chosen for leaves. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly releases: ReleaseModel;
  /** How many leaves were decided. */
  readonly decided: number;
  /** How often the controller looked at it. */
  readonly looks: number;
}

/** Decisions that lead somewhere. @internal */
export interface Way {
  /** What is chosen at each leaf, as numbers; the last one leaves a way that was gone before. */
  readonly choices: readonly number[];
  /** The controller's look at the run that comes to the leaf of the last choice. */
  readonly look: number;
}

/** Thrown where the future is known already: nothing more is to be learnt from this run. @internal */
export const knownFuture = new Error('known from here on');

const start = Date.UTC(2026, 0, 1);
const longest = 30 * 86_400_000;

/** A run that goes on from where it stands. */
interface Stand extends Play {
  readonly chosen: Map<string, string>;
  decided: number;
  looks: number;
}

/**
 * Plays scenarios, decided leaf by leaf. Scenarios that begin alike are played together up to where they part: a copy of
 * the run is kept there, and the next one goes on from it.
 *
 * @param kept how many copies; where one is missing, more is played again
 * @returns plays one scenario; gives the run, or undefined if it came to where another one was
 * @internal
 */
export function createPlayer(
  plan: SimulationPlan,
  workflow: WorkflowPlan,
  given: Readonly<Record<string, string>>,
  kept: number,
): (way: Way, decide: Decide) => Play | undefined {
  const stands = new Map<string, Stand>();
  const keep = (place: string, stand: Stand): void => {
    const [oldest] = stands.keys();
    if (oldest !== undefined && stands.size >= kept) stands.delete(oldest);
    if (kept > 0) stands.set(place, copyOf(stand, nobody));
  };
  /** The last place on the way of which there is a copy. */
  const nearest = (choices: readonly number[]): Stand | undefined => {
    for (let length = choices.length - 1; length >= 0; length--) {
      const place = placeOf(choices, length);
      const stand = stands.get(place);
      if (stand === undefined) continue;
      // What was asked for last is kept longest.
      stands.delete(place);
      stands.set(place, stand);
      return stand;
    }
    return undefined;
  };
  return (way, decide) => {
    const executor: Executor = {
      start(leaf, ends) {
        const { deviation, outcome } = decide(leaf, stand);
        stand.decided += 1;
        stand.chosen.set(leaf.name, deviation);
        ends(typeof outcome === 'function' ? outcome() : outcome);
      },
      later: false,
    };
    const from = nearest(way.choices);
    const stand = from === undefined ? begun(executor) : copyOf(from, executor);
    const parts = way.choices.length === 0 || from?.looks === way.look - 1 ? undefined : way.look;
    const before = (): void => {
      stand.looks += 1;
      if (stand.looks !== parts) return;
      keep(placeOf(way.choices, way.choices.length - 1), { ...stand, looks: stand.looks - 1 });
    };
    try {
      play(stand.run.world, [stand.run], start + longest, before);
    } catch (problem) {
      if (problem === knownFuture) return undefined;
      throw problem;
    }
    return stand;
  };

  function begun(executor: Executor): Stand {
    const world = {
      version: plan.version,
      clock: fakeClock(start),
      locks: createLocks(),
      caches: new Map(),
      executor,
      assumptions: new Set<string>(),
      undecided: new Set<string>(),
    };
    const run = startRun(world, workflow, mergedArguments(workflow.spec.arguments, given));
    return { run, chosen: new Map(), releases: createReleaseModel(), decided: 0, looks: 0 };
  }
}

const placeOf = (choices: readonly number[], length: number): string => choices.slice(0, length).join(' ');

const nobody: Executor = { start: () => undefined, later: false };

function copyOf(stand: Stand, executor: Executor): Stand {
  const { run, chosen, releases } = stand;
  return { ...stand, run: copyRun(run, executor), chosen: new Map(chosen), releases: releases.copy() };
}
