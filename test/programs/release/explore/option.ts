import type { ReleaseRecord } from '../../../../src/programs/release/record';
import type { Memory } from './parts';

/** What the invariants remember of something that happened, given what they knew and what the source's record said. */
export type Event = (memory: Memory, source: ReleaseRecord) => Memory;

/** One thing that an actor's step may come to. */
export interface Option {
  /** The place of the state vector that changes, -1 for none. */
  readonly place: number;
  readonly value: number;
  /** The actor afterwards. */
  readonly actor: number;
  /** What it takes of the budget of troubles. */
  readonly costs: number;
  readonly event?: Event | undefined;
  readonly says: string;
}
