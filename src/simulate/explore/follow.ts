import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { type Decide, knownFuture, type Play, type Way } from './play-choices';

/** A choice as a search counts it. @internal */
export type Counted = Pick<Choice, 'deviation' | 'standsFor'>;

/** A place where something is decided. @internal */
export interface Place {
  /** The same for places from which the future is the same. */
  readonly key: string;
  /** In milliseconds from the beginning. */
  readonly at: number;
  readonly step: string;
  readonly look: number;
  readonly choices: readonly Counted[];
}

/** What one scenario came to, as plain data. @internal */
export interface Followed<Ended> {
  /** The places that it came to first, each left by the good choice. */
  readonly places: readonly Place[];
  /** Where it stopped: at a place from where the future is known, or at its end. */
  readonly last: { readonly key: string; readonly at: number } | { readonly ended: Ended; readonly at: number };
}

/** What {@link follow} needs to know of runs. @internal */
export interface Followable<Run, Ended> {
  readonly play: (way: Way, decide: Decide<Run>) => Play<Run> | undefined;
  readonly choicesFor: (leaf: Leaf, play: Play<Run>) => readonly Choice[];
  /** The first of them. */
  readonly wellFor: (leaf: Leaf, play: Play<Run>) => Choice;
  readonly keyOf: (leaf: Leaf, play: Play<Run>) => string;
  /** In milliseconds from the beginning. */
  readonly ageOf: (run: Run) => number;
  /** What there is to say of an end. */
  readonly judge: (play: Play<Run>) => Ended;
}

/**
 * Plays the scenario of a way, after which all ends well, until it comes to where another one was.
 *
 * @internal
 */
export function follow<Run, Ended>(
  followable: Followable<Run, Ended>,
  way: Way,
  isKnown: (key: string) => boolean,
): Followed<Ended> {
  const places: Place[] = [];
  const own = new Set<string>();
  let last: Followed<Ended>['last'] | undefined;
  const played = followable.play(way, (leaf, play) => {
    const chosen = way.choices[play.decided];
    if (chosen === 0) return followable.wellFor(leaf, play);
    if (chosen !== undefined) return followable.choicesFor(leaf, play)[chosen] as Choice;
    const at = followable.ageOf(play.run);
    const key = followable.keyOf(leaf, play);
    if (own.has(key) || isKnown(key)) {
      last = { key, at };
      throw knownFuture;
    }
    const choices = followable.choicesFor(leaf, play);
    own.add(key);
    const counted = choices.map(({ deviation, standsFor }) => ({ deviation, standsFor }));
    places.push({ key, at, step: leaf.path, look: play.looks, choices: counted });
    return choices[0] as Choice;
  });
  if (played !== undefined) last = { ended: followable.judge(played), at: followable.ageOf(played.run) };
  if (last === undefined) throw new Error('a scenario that comes to nothing');
  return { places, last };
}
