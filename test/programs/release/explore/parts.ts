import type { Side } from '../../../../src/programs/release/effect';
import { initialRecord, type ReleaseRecord } from '../../../../src/programs/release/record';
import type { VerdictBook } from '../../../../src/programs/release/verdict-book';
import { type ActorState, actorKey } from './actor';
import { budgetOf } from './budget';
import { Interned } from './intern';
import { candidate, numberOf, type Scenario } from './scenario';

/** The environment's file in git, and what of it the cluster runs. */
export interface GitState {
  readonly release: number;
  readonly token: number;
  /** Absent while the cluster runs what git says. */
  readonly live?: { readonly release: number; readonly token: number };
}

/** The registry: the aliases of both environments, and the versions that are tagged as rejected, one bit each. */
export interface Registry {
  readonly source: number;
  readonly target: number;
  readonly tagged: number;
}

/** What happened and cannot be seen any more; only the invariants ask for it. Versions are one bit each. */
export interface Memory {
  readonly passed: number;
  readonly rejected: number;
  readonly highestApproved: number;
  readonly highestPassed: number;
  readonly broken: readonly string[];
}

/** A write that its client gave up on and that has not arrived yet. */
export type Delayed =
  | { readonly kind: 'push'; readonly side: Side; readonly release: number; readonly token: number }
  | { readonly kind: 'set-alias'; readonly side: Side; readonly version: number };

/** A record as the invariants read it. */
export interface Facts {
  readonly idle: boolean;
  readonly locked: boolean;
  readonly candidate: number;
  readonly baseline: number;
  readonly deployed: number;
  readonly good: number;
  readonly held: boolean;
  readonly rejected: number;
}

/** Which part of the world a place of a state vector holds; the actors come last. */
export const place = {
  source: 0,
  target: 1,
  book: 2,
  gitOfSource: 3,
  gitOfTarget: 4,
  registry: 5,
  memory: 6,
  delayed: 7,
  budget: 8,
  actors: 9,
} as const;

export const recordOf = (side: Side): number => place[side];
export const gitOf = (side: Side): number => (side === 'source' ? place.gitOfSource : place.gitOfTarget);

export const bit = (version: number): number => (version > 0 ? 1 << version : 0);
export const has = (mask: number, version: number): boolean => version > 0 && ((mask >> version) & 1) === 1;

/** What state vectors hold the numbers of. */
export class Parts {
  readonly records = new Interned<ReleaseRecord>();
  readonly books = new Interned<VerdictBook>();
  readonly gits = new Interned<GitState>();
  readonly registries = new Interned<Registry>();
  readonly memories = new Interned<Memory>();
  readonly delayed = new Interned<Delayed | null>();
  readonly actors = new Interned<ActorState>(actorKey);
  readonly #facts: Facts[] = [];

  /** A world in which version 1, or nothing, was released to both environments; without actors. */
  initial({ baseline, inTarget, troubles }: Scenario, length: number): Int32Array {
    const source = baseline ? candidate(1) : null;
    const target = inTarget === undefined ? source : candidate(inTarget);
    const released = { source: numberOf(source), target: numberOf(target) };
    const state = new Int32Array(length);
    for (const [side, first] of [
      ['source', source],
      ['target', target],
    ] as const) {
      const record = { ...initialRecord, candidate: first, baseline: first, deployed: first, good: first };
      state[recordOf(side)] = this.records.id(record);
      state[gitOf(side)] = this.gits.id({ release: released[side], token: 0 });
    }
    state[place.book] = this.books.id([]);
    state[place.registry] = this.registries.id({ ...released, tagged: 0 });
    state[place.memory] = this.memories.id({
      passed: bit(released.source) | bit(released.target),
      rejected: 0,
      highestApproved: released.target,
      highestPassed: released.source,
      broken: [],
    });
    state[place.delayed] = this.delayed.id(null);
    state[place.budget] = budgetOf(troubles);
    return state;
  }

  facts(id: number): Facts {
    const known = this.#facts[id];
    if (known !== undefined) return known;
    const facts = factsOf(this.records.get(id));
    this.#facts[id] = facts;
    return facts;
  }
}

export function factsOf(record: ReleaseRecord): Facts {
  return {
    idle: record.phase === 'idle',
    locked: record.lock !== null,
    candidate: numberOf(record.candidate),
    baseline: numberOf(record.baseline),
    deployed: numberOf(record.deployed),
    good: numberOf(record.good),
    held: record.hold !== null,
    rejected: record.rejected.reduce((mask, { modelVersion }) => mask | bit(Number(modelVersion)), 0),
  };
}
