import type { Scenario } from './scenario';
import { StateSet } from './state-set';
import { World } from './world';

export interface Violation {
  readonly invariant: string;
  readonly trace: readonly string[];
  readonly state: string;
}

export interface SearchResult {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** The first of each kind, and so with the shortest trace. */
  readonly violations: readonly Violation[];
  /** Whether every state was seen. */
  readonly complete: boolean;
}

export interface SearchOptions {
  readonly maxStates?: number;
  readonly stopAtFirst?: boolean;
}

class Numbers {
  values = new Int32Array(1 << 12);
  length = 0;
  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }
}

/**
 * Goes through every state of a scenario, breadth first, and reports the shortest trace to each broken invariant.
 *
 * That all comes to an end is one of them: each step takes an actor further or uses a trouble up, so nothing can go round
 * for ever, and a state in which nothing can happen before all is settled is reported.
 */
export function search(
  scenario: Scenario,
  { maxStates = 50e6, stopAtFirst = false }: SearchOptions = {},
): SearchResult {
  const world = new World(scenario);
  const { length } = world;
  const seen = new StateSet();
  const parents = new Numbers();
  const choices = new Numbers();
  const violations = new Map<string, Violation>();
  const next = new Int32Array(length);
  let steps = 0;
  let depth = 0;

  const report = (invariant: string, index: number): void => {
    if (!violations.has(invariant))
      violations.set(invariant, { invariant, ...retrace(scenario, parents, choices, index) });
  };

  let frontier = world.initial();
  let firstIndex = 0;
  seen.add(frontier, 0, length);
  parents.push(-1);
  choices.push(0);
  while (frontier.length > 0) {
    let following = new Int32Array(Math.max(frontier.length, length * 64));
    let filled = 0;
    const followingIndex = parents.length;
    const count = frontier.length / length;
    for (let k = 0; k < count; k += 1) {
      const state = frontier.subarray(k * length, (k + 1) * length);
      let choice = -1;
      world.successors(state, next, () => {
        choice += 1;
        steps += 1;
        if (!seen.add(next, 0, length)) return;
        if (filled + length > following.length) {
          const grown = new Int32Array(following.length * 2);
          grown.set(following);
          following = grown;
        }
        following.set(next, filled);
        filled += length;
        const index = parents.length;
        parents.push(firstIndex + k);
        choices.push(choice);
        for (const invariant of world.check(next)) report(invariant, index);
      });
      if (choice < 0 && !world.isFinal(state))
        report('nothing can happen any more, and not all is settled', firstIndex + k);
    }
    if ((stopAtFirst && violations.size > 0) || parents.length > maxStates) break;
    frontier = following.subarray(0, filled);
    firstIndex = followingIndex;
    depth += 1;
    if (filled === 0) {
      return {
        states: parents.length,
        steps,
        depth,
        violations: [...violations.values()],
        complete: true,
      };
    }
  }
  return {
    states: parents.length,
    steps,
    depth,
    violations: [...violations.values()],
    complete: false,
  };
}

function retrace(
  scenario: Scenario,
  parents: Numbers,
  choices: Numbers,
  index: number,
): { trace: readonly string[]; state: string } {
  const path: number[] = [];
  for (let i = index; (parents.values[i] as number) >= 0; i = parents.values[i] as number)
    path.unshift(choices.values[i] as number);
  const world = new World(scenario);
  world.narrates = true;
  let state = world.initial();
  const trace: string[] = [];
  for (const wanted of path) {
    const next = new Int32Array(world.length);
    let after: Int32Array | undefined;
    let choice = -1;
    world.successors(state, next, () => {
      choice += 1;
      if (choice !== wanted) return;
      trace.push(world.story);
      after = next.slice();
    });
    if (after === undefined) throw new Error('a trace could not be followed again');
    state = after;
  }
  return { trace, state: world.show(state) };
}
