import type { Run } from '../run/run';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import type { Deviation } from './exploration';
import { type Decide, KnownFuture, type Play } from './play-choices';

/** A place where something is decided. @internal */
interface State {
  readonly choices: readonly Choice[];
  /** Where each choice leads: another state, or the end. */
  readonly next: (State | 'end' | undefined)[];
  /** How long each choice took to get there, in milliseconds. */
  readonly takes: number[];
}

interface Item {
  readonly prefix: readonly number[];
  readonly deviations: readonly Deviation[];
  readonly from: From | undefined;
}

interface From {
  readonly state: State;
  readonly choice: number;
  readonly at: number;
}

/** How a search went. @internal */
export interface Search {
  /** Runs of the simulator, of which many stopped where another one had been. */
  readonly plays: number;
  /** Different places at which something was decided. */
  readonly states: number;
  /** Combinations of outcomes that were covered. */
  readonly scenarios: bigint;
  /** Everything was looked at. */
  readonly complete: boolean;
  /** The longest that any combination takes that is not cut off, in milliseconds. */
  readonly longest: number;
}

/** What a search needs to know of runs. @internal */
export interface Searched {
  readonly play: (decide: Decide) => Play | undefined;
  readonly choicesFor: (leaf: Leaf, play: Play) => readonly Choice[];
  /** The first of them. */
  readonly wellFor: (leaf: Leaf, play: Play) => Choice;
  readonly keyOf: (leaf: Leaf, play: Play) => string;
  /** Told of each end that is different, those with fewest deviations first. */
  readonly ended: (play: Play, deviations: readonly Deviation[]) => void;
  /** When the workflow is cut off, in milliseconds from its beginning. */
  readonly deadline: number;
  readonly limit: number;
  readonly progress: (plays: number, waiting: number) => void;
}

/**
 * Plays every combination of outcomes, first those with few deviations, and none twice of which the control flow can't
 * tell the difference: a run stops where another one was in the same state.
 *
 * @internal
 */
export function search(searched: Searched): Search {
  const states = new Map<string, State>();
  // By the number of deviations, so that the first violation that is found is a smallest one.
  const waiting: Item[][] = [[{ prefix: [], deviations: [], from: undefined }]];
  let first: State | 'end' | undefined;
  let plays = 0;
  let count = 1;
  for (let cost = 0; cost < waiting.length; cost++) {
    const items = waiting[cost] ?? [];
    for (let index = 0; index < items.length; index++) {
      if (plays >= searched.limit) {
        return { plays, states: states.size, scenarios: countScenarios(first), complete: false, longest: 0 };
      }
      const item = items[index] as Item;
      plays += 1;
      count -= 1;
      follow(item);
      searched.progress(plays, count);
    }
    waiting[cost] = [];
  }
  return {
    plays,
    states: states.size,
    scenarios: countScenarios(first),
    complete: true,
    longest: longestFrom(first),
  };

  function follow(item: Item): void {
    let depth = 0;
    let last = item.from;
    const path = [...item.prefix];
    const lead = (to: State | 'end', now: number) => {
      if (last === undefined) first = to;
      else {
        last.state.next[last.choice] = to;
        // What waits until the deadline does so whenever it began.
        last.state.takes[last.choice] = now >= searched.deadline ? 0 : now - last.at;
      }
    };
    const ended = searched.play((leaf, play) => {
      const chosen = item.prefix[depth];
      depth += 1;
      if (chosen === 0) return searched.wellFor(leaf, play);
      if (chosen !== undefined) return searched.choicesFor(leaf, play)[chosen] as Choice;
      const now = timeOf(play.run);
      const key = searched.keyOf(leaf, play);
      const known = states.get(key);
      if (known !== undefined) {
        lead(known, now);
        throw new KnownFuture();
      }
      const choices = searched.choicesFor(leaf, play);
      const state: State = { choices, next: [], takes: [] };
      states.set(key, state);
      lead(state, now);
      for (let choice = 1; choice < choices.length; choice++) {
        const deviation = { step: leaf.path, what: choices[choice]?.deviation ?? '' };
        const items = waiting[item.deviations.length + 1] ?? [];
        waiting[item.deviations.length + 1] = items;
        items.push({
          prefix: [...path, choice],
          deviations: [...item.deviations, deviation],
          from: { state, choice, at: now },
        });
        count += 1;
      }
      path.push(0);
      last = { state, choice: 0, at: now };
      return choices[0] as Choice;
    });
    if (ended === undefined) return;
    lead('end', timeOf(ended.run));
    searched.ended(ended, item.deviations);
  }
}

/** The combinations of outcomes from a state to all ends. */
function countScenarios(first: State | 'end' | undefined): bigint {
  const known = new Map<State, bigint>();
  const count = (place: State | 'end' | undefined): bigint => {
    if (place === undefined) return 0n;
    if (place === 'end') return 1n;
    const counted = known.get(place);
    if (counted !== undefined) return counted;
    let sum = 0n;
    for (const [index, { standsFor }] of place.choices.entries()) sum += BigInt(standsFor) * count(place.next[index]);
    known.set(place, sum);
    return sum;
  };
  return count(first);
}

/** How far the workflow itself is: its deadline says nothing of exit handlers, and what never ends has none. */
function timeOf(run: Run): number {
  const root = run.nodes.get(run.plan.name);
  return (root?.finishedAt ?? run.world.clock.now()) - run.createdAt;
}

/** The longest way from a state to an end. */
function longestFrom(first: State | 'end' | undefined): number {
  const known = new Map<State, number>();
  const measure = (place: State | 'end' | undefined): number => {
    if (place === undefined || place === 'end') return 0;
    const measured = known.get(place);
    if (measured !== undefined) return measured;
    let longest = 0;
    for (const [index, takes] of place.takes.entries())
      longest = Math.max(longest, (takes ?? 0) + measure(place.next[index]));
    known.set(place, longest);
    return longest;
  };
  return measure(first);
}
