import type { Choice } from '../../explore/choice';
import type { Deviation } from '../../explore/exploration';
import type { Found } from '../../explore/search';
import { countScenarios, longestFrom, type State } from '../../explore/state';
import type { Leaf } from '../../scenario/executor';
import type { DecideLeaf, RunPlay } from './play-run';

type Place = State<Choice>;

interface Item {
  readonly prefix: readonly number[];
  readonly deviations: readonly Deviation[];
  readonly from: { readonly place: Place; readonly choice: number; readonly at: number } | undefined;
}

/** What a search needs to know of runs. @internal */
export interface SearchedRuns {
  readonly play: (decide: DecideLeaf) => RunPlay | undefined;
  readonly choicesFor: (leaf: Leaf, play: RunPlay) => readonly Choice[];
  readonly keyOf: (leaf: Leaf, play: RunPlay) => string;
  /** Told of each end that is different, those with fewest deviations first. */
  readonly ended: (play: RunPlay, deviations: readonly Deviation[]) => void;
  readonly limit: number;
  readonly progress: (plays: number, waiting: number) => void;
}

/**
 * Plays every combination of outcomes, first those with few deviations, and none twice of which the control flow can't
 * tell the difference: a run stops where another one was in the same state.
 *
 * @internal
 */
export function searchRuns(searched: SearchedRuns): Found {
  const places = new Map<string, Place>();
  const waiting: Item[][] = [[{ prefix: [], deviations: [], from: undefined }]];
  let first: Place | 'end' | undefined;
  let plays = 0;
  let count = 1;
  for (let cost = 0; cost < waiting.length; cost++) {
    for (const item of waiting[cost] ?? []) {
      if (plays >= searched.limit) return { plays, scenarios: countScenarios(first), complete: false, longest: 0 };
      plays += 1;
      count -= 1;
      follow(item);
      searched.progress(plays, count);
    }
    waiting[cost] = [];
  }
  return { plays, scenarios: countScenarios(first), complete: true, longest: longestFrom(first) };

  function follow({ prefix, deviations, from }: Item): void {
    let depth = 0;
    let last = from;
    const path = [...prefix];
    const lead = (to: Place | 'end', now: number) => {
      if (last === undefined) first = to;
      else {
        last.place.next[last.choice] = to;
        last.place.takes[last.choice] = now - last.at;
      }
    };
    const ended = searched.play((leaf, play) => {
      const chosen = prefix[depth];
      depth += 1;
      if (chosen !== undefined) return searched.choicesFor(leaf, play)[chosen];
      const now = timeOf(play);
      const key = searched.keyOf(leaf, play);
      const known = places.get(key);
      if (known !== undefined) {
        lead(known, now);
        return undefined;
      }
      const choices = searched.choicesFor(leaf, play);
      const place: Place = { choices, next: [], takes: [] };
      places.set(key, place);
      lead(place, now);
      for (let choice = 1; choice < choices.length; choice++) {
        const items = waiting[deviations.length + 1] ?? [];
        waiting[deviations.length + 1] = items;
        items.push({
          prefix: [...path, choice],
          deviations: [...deviations, { step: leaf.path, what: choices[choice]?.deviation ?? '' }],
          from: { place, choice, at: now },
        });
        count += 1;
      }
      path.push(0);
      last = { place, choice: 0, at: now };
      return choices[0];
    });
    if (ended === undefined) return;
    lead('end', timeOf(ended));
    searched.ended(ended, deviations);
  }
}

function timeOf({ runs: [run], world }: RunPlay): number {
  return run === undefined ? 0 : (run.finishedAt ?? world.clock.now()) - run.createdAt;
}
