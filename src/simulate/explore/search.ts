import type { Deviation } from './exploration';
import type { Counted, Followed, Place } from './follow';
import type { Way } from './play-choices';
import { countScenarios, longestFrom, type State } from './state';

/** A scenario that has its turn. @internal */
export interface Item extends Way {
  readonly deviations: readonly Deviation[];
  readonly from: { readonly state: State<Counted>; readonly choice: number; readonly at: number } | undefined;
}

/** How a search went. @internal */
export interface Found {
  /** Runs of the simulator, of which many stopped where another one had been. */
  readonly plays: number;
  /** Combinations of outcomes that were covered. */
  readonly scenarios: bigint;
  /** Everything was looked at. */
  readonly complete: boolean;
  /** The longest that any combination takes that is not cut off, in milliseconds. */
  readonly longest: number;
}

/** @internal */
export interface SearchOptions<Ended> {
  /** Told of each end that is different, those with fewest deviations first. */
  readonly ended: (ended: Ended, deviations: readonly Deviation[]) => void;
  /** When the workflow is cut off, in milliseconds from its beginning. */
  readonly deadline: number;
  /** Runs of the simulator after which it gives up. */
  readonly limit: number;
  readonly progress: (plays: number, waiting: number) => void;
}

/**
 * Which scenarios are to be played, and what is known of them: all combinations of outcomes, first those with few
 * deviations, and none twice of which the control flow can't tell the difference.
 *
 * It plays nothing itself: who does may play several at once, as long as what they come to is told in order.
 *
 * @internal
 */
export interface Search<Ended> {
  /** The next scenario to play; undefined where there is none, or none before it is told what others came to. */
  next(): Item | undefined;
  isKnown(key: string): boolean;
  /** Keys of the places that were found after so many others. */
  placesSince(count: number): readonly string[];
  /**
   * Takes up what the first scenario came to that was asked for and not told of yet.
   *
   * @returns false where it stopped at a place that is not known: it has to be played again
   */
  tell(item: Item, followed: Followed<Ended>): boolean;
  /** Nothing is left, or it gives up. */
  isOver(): boolean;
  found(): Found;
}

/** @internal */
export function createSearch<Ended>({ ended, deadline, limit, progress }: SearchOptions<Ended>): Search<Ended> {
  const states = new Map<string, State<Counted>>();
  const keys: string[] = [];
  // By the number of deviations, so that the first violation that is found is a smallest one.
  const levels: Item[][] = [[{ choices: [], look: 0, deviations: [], from: undefined }]];
  const place = { level: 0, index: 0 };
  let asked = 0;
  let plays = 0;
  let waiting = 1;
  let first: State<Counted> | 'end' | undefined;
  let begins = 0;

  const lead = (from: Item['from'], to: State<Counted> | 'end', now: number): void => {
    // What waits until the deadline does so whenever it began.
    const takes = now >= deadline ? 0 : now - (from?.at ?? 0);
    if (from === undefined) {
      first = to;
      begins = takes;
      return;
    }
    from.state.next[from.choice] = to;
    from.state.takes[from.choice] = takes;
  };

  /** Everything but the good choice is another scenario. */
  const branch = (
    { deviations }: Item,
    choices: readonly number[],
    state: State<Counted>,
    { at, step, look }: Place,
  ): void => {
    const level = deviations.length + 1;
    const items = levels[level] ?? [];
    levels[level] = items;
    for (let choice = 1; choice < state.choices.length; choice++) {
      const deviation = { step, what: state.choices[choice]?.deviation ?? '' };
      const from = { state, choice, at };
      items.push({ choices: [...choices, choice], look, deviations: [...deviations, deviation], from });
      waiting += 1;
    }
  };

  return {
    next() {
      // What is played now may bring more of the next level.
      if (place.index === levels[place.level]?.length && plays === asked) {
        levels[place.level] = [];
        place.level += 1;
        place.index = 0;
      }
      const item = levels[place.level]?.[place.index];
      if (item === undefined) return undefined;
      place.index += 1;
      asked += 1;
      return item;
    },
    isKnown: (key) => states.has(key),
    placesSince: (count) => keys.slice(count),
    tell(item, { places, last }) {
      // It went on from a place where another one was in the meantime.
      const meets = places.findIndex(({ key }) => states.has(key));
      const isNew = (key: string) => !states.has(key) && places.every((each) => each.key !== key);
      if (meets === -1 && 'key' in last && isNew(last.key)) return false;
      plays += 1;
      waiting -= 1;
      const choices = [...item.choices];
      let { from } = item;
      for (const each of meets === -1 ? places : places.slice(0, meets)) {
        const state: State<Counted> = { choices: each.choices, next: [], takes: [] };
        states.set(each.key, state);
        keys.push(each.key);
        lead(from, state, each.at);
        branch(item, choices, state, each);
        choices.push(0);
        from = { state, choice: 0, at: each.at };
      }
      const stop = places[meets] ?? last;
      if ('key' in stop) lead(from, states.get(stop.key) as State<Counted>, stop.at);
      else {
        lead(from, 'end', stop.at);
        ended(stop.ended, item.deviations);
      }
      progress(plays, waiting);
      return true;
    },
    isOver: () => waiting === 0 || plays >= limit,
    found: () => ({
      plays,
      scenarios: countScenarios(first),
      complete: waiting === 0,
      longest: waiting === 0 ? begins + longestFrom(first) : 0,
    }),
  };
}
