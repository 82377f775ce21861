import { initialRecord, type ReleaseRecord } from '../../../../src/programs/release/record';
import type { VerdictBook } from '../../../../src/programs/release/verdict-book';
import { type ActorState, actorKey } from './actor';
import { budgetOf } from './budget';
import { type Environment, environments } from './environments';
import { Interned } from './intern';
import { candidate, numberOf, type Scenario } from './scenario';

/** The environment's file in git, and what of it the cluster runs. */
export interface GitState {
  readonly release: number;
  readonly token: number;
  /** Absent while the cluster runs what git says. */
  readonly live?: { readonly release: number; readonly token: number };
}

/** The registry: the aliases of the environments, and the versions that are tagged as rejected there, one bit each. */
export interface Registry extends Readonly<Record<Environment, number>> {
  readonly tagged: Readonly<Record<Environment, number>>;
}

/** What happened and cannot be seen any more; only the invariants ask for it. Versions are one bit each. */
export interface Memory {
  readonly passed: number;
  readonly rejected: number;
  /** In the target. */
  readonly approved: number;
  readonly highestPassed: number;
  readonly highestApproved: number;
  readonly highestInThird: number;
  /** By environment, since it was taken back there and nobody has released the hold. */
  readonly undone: Readonly<Record<Environment, number>>;
  /** The same, also of what was released again. */
  readonly onceUndone: Readonly<Record<Environment, number>>;
  readonly broken: readonly string[];
}

/** A write that its client gave up on and that has not arrived yet. */
export type Delayed =
  | { readonly kind: 'push'; readonly environment: Environment; readonly release: number; readonly token: number }
  | { readonly kind: 'set-alias'; readonly environment: Environment; readonly version: number };

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
  records: 0,
  gits: 3,
  book: 6,
  registry: 7,
  memory: 8,
  delayed: 9,
  budget: 10,
  actors: 11,
} as const;

export const recordOf = (environment: Environment): number => place.records + environments.indexOf(environment);
export const gitOf = (environment: Environment): number => place.gits + environments.indexOf(environment);

export const bit = (version: number): number => (version > 0 ? 1 << version : 0);
export const has = (mask: number, version: number): boolean => version > 0 && ((mask >> version) & 1) === 1;

/** No version in any environment. */
const nothing: Readonly<Record<Environment, number>> = { source: 0, target: 0, third: 0 };

/** The highest of the versions, 0 for none. */
export const highestOf = (mask: number): number => (mask === 0 ? 0 : 31 - Math.clz32(mask));

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

  /** A world in which version 1, or nothing, was released to every environment; without actors. */
  initial(
    { baseline, inTarget, inThird, targetSays, sourceSays, forgotten, troubles }: Scenario,
    length: number,
  ): Int32Array {
    const source = baseline ? candidate(1) : null;
    const other = (version: number | undefined) => (version === undefined ? source : candidate(version));
    const first = { source, target: other(inTarget), third: other(inThird) };
    const released = { source: numberOf(source), target: numberOf(first.target), third: numberOf(first.third) };
    const state = new Int32Array(length);
    for (const environment of environments) {
      const release = first[environment];
      const record = { ...initialRecord, candidate: release, baseline: release, deployed: release, good: release };
      const says = { ...record, ...{ source: sourceSays, target: targetSays, third: undefined }[environment] };
      const isForgotten = forgotten && environment === 'source';
      state[recordOf(environment)] = this.records.id(isForgotten ? initialRecord : says);
      state[gitOf(environment)] = this.gits.id({ release: numberOf(says.deployed), token: isForgotten ? 7 : 0 });
    }
    state[place.book] = this.books.id([]);
    const good = targetSays?.good === undefined ? released.target : numberOf(targetSays.good);
    const tagged = { ...nothing, target: rejectedMask(targetSays?.rejected ?? []) };
    state[place.registry] = this.registries.id({ ...released, target: good, tagged });
    state[place.memory] = this.memories.id({
      passed: bit(released.source) | bit(released.target),
      rejected: 0,
      approved: bit(released.target),
      highestPassed: released.source,
      highestApproved: released.target,
      highestInThird: released.third,
      undone: nothing,
      onceUndone: nothing,
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

const rejectedMask = (rejected: ReleaseRecord['rejected']): number =>
  rejected.reduce((mask, { modelVersion }) => mask | bit(Number(modelVersion)), 0);

export function factsOf(record: ReleaseRecord): Facts {
  return {
    idle: record.phase === 'idle',
    locked: record.lock !== null,
    candidate: numberOf(record.candidate),
    baseline: numberOf(record.baseline),
    deployed: numberOf(record.deployed),
    good: numberOf(record.good),
    held: record.hold !== null,
    rejected: rejectedMask(record.rejected),
  };
}
