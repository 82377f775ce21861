import type { Run } from '../run/run';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { type Decide, KnownFuture } from './play-choices';

/** One step that does not end as it should. @internal */
export interface Deviation {
  readonly step: string;
  readonly what: string;
}

/** A place where something is decided. @internal */
interface State {
  readonly choices: readonly Choice[];
  /** Where each choice leads: another state, or the end. */
  readonly next: (State | 'end' | undefined)[];
}

interface Item {
  readonly prefix: readonly number[];
  readonly deviations: readonly Deviation[];
  readonly from: { readonly state: State; readonly choice: number } | undefined;
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
}

/** What a search needs to know of runs. @internal */
export interface Searched {
  readonly play: (decide: Decide) => Run | undefined;
  readonly choicesFor: (leaf: Leaf) => readonly Choice[];
  readonly keyOf: (leaf: Leaf, run: Run, pending: ReadonlyMap<string, string>) => string;
  /** Told of each end that is different, those with fewest deviations first. */
  readonly ended: (run: Run, deviations: readonly Deviation[]) => void;
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
        return { plays, states: states.size, scenarios: countScenarios(first), complete: false };
      }
      const item = items[index] as Item;
      plays += 1;
      count -= 1;
      follow(item);
      searched.progress(plays, count);
    }
    waiting[cost] = [];
  }
  return { plays, states: states.size, scenarios: countScenarios(first), complete: true };

  function follow(item: Item): void {
    let depth = 0;
    let last = item.from;
    const path = [...item.prefix];
    const lead = (to: State | 'end') => {
      if (last === undefined) first = to;
      else last.state.next[last.choice] = to;
    };
    const run = searched.play((leaf, played, pending) => {
      const choices = searched.choicesFor(leaf);
      const chosen = item.prefix[depth];
      depth += 1;
      if (chosen !== undefined) return choices[chosen] as Choice;
      const key = searched.keyOf(leaf, played, pending);
      const known = states.get(key);
      if (known !== undefined) {
        lead(known);
        throw new KnownFuture();
      }
      const state: State = { choices, next: [] };
      states.set(key, state);
      lead(state);
      for (let choice = 1; choice < choices.length; choice++) {
        const deviation = { step: leaf.path, what: choices[choice]?.deviation ?? '' };
        const items = waiting[item.deviations.length + 1] ?? [];
        waiting[item.deviations.length + 1] = items;
        items.push({
          prefix: [...path, choice],
          deviations: [...item.deviations, deviation],
          from: { state, choice },
        });
        count += 1;
      }
      path.push(0);
      last = { state, choice: 0 };
      return choices[0] as Choice;
    });
    if (run === undefined) return;
    lead('end');
    searched.ended(run, item.deviations);
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
