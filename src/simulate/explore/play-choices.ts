import type { Executor, Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { createReleaseModel, type ReleaseModel } from './release/release-model';

/** How an engine plays one run, and all that comes of it. @internal */
export interface Playable<Run> {
  /** A run that no controller has looked at yet. */
  begin(executor: Executor): Run;
  /** The same run, to go another way from here on. */
  copy(run: Run, executor: Executor): Run;
  /**
   * Plays it to its end.
   *
   * @param before told before anything happens in which leaves may start; a copy that is taken then goes on alike
   */
  play(run: Run, before: () => void): void;
}

/** What decides at each leaf, in the order in which they start. @internal */
export type Decide<Run> = (leaf: Leaf, play: Play<Run>) => Choice;

/** One run while it is played. @internal */
export interface Play<Run> {
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

/** A run that goes on from where it stands. */
interface Stand<Run> extends Play<Run> {
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
export function createPlayer<Run>(
  playable: Playable<Run>,
  kept: number,
): (way: Way, decide: Decide<Run>) => Play<Run> | undefined {
  const stands = new Map<string, Stand<Run>>();
  const copyOf = (stand: Stand<Run>, executor: Executor): Stand<Run> => {
    const { run, chosen, releases } = stand;
    return { ...stand, run: playable.copy(run, executor), chosen: new Map(chosen), releases: releases.copy() };
  };
  const keep = (place: string, stand: Stand<Run>): void => {
    const [oldest] = stands.keys();
    if (oldest !== undefined && stands.size >= kept) stands.delete(oldest);
    if (kept > 0) stands.set(place, copyOf(stand, nobody));
  };
  /** The last place on the way of which there is a copy. */
  const nearest = (choices: readonly number[]): Stand<Run> | undefined => {
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
    const stand: Stand<Run> =
      from === undefined
        ? { run: playable.begin(executor), chosen: new Map(), releases: createReleaseModel(), decided: 0, looks: 0 }
        : copyOf(from, executor);
    const parts = way.choices.length === 0 || from?.looks === way.look - 1 ? undefined : way.look;
    const before = (): void => {
      stand.looks += 1;
      if (stand.looks !== parts) return;
      keep(placeOf(way.choices, way.choices.length - 1), { ...stand, looks: stand.looks - 1 });
    };
    try {
      playable.play(stand.run, before);
    } catch (problem) {
      if (problem === knownFuture) return undefined;
      throw problem;
    }
    return stand;
  };
}

const placeOf = (choices: readonly number[], length: number): string => choices.slice(0, length).join(' ');

const nobody: Executor = { start: () => undefined, later: false };
