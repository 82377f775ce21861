import type { Template } from '../../schemas/argo/types';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import type { Event, History } from './history';
import type { Play, Playable } from './play-choices';
import type { Effect } from './role';

/** What is explored: something that an engine runs, and what the search has to know of it. @internal */
export interface Subject<Run> {
  readonly playable: Playable<Run>;
  /** What steps do that can run. */
  readonly effects: ReadonlySet<Effect>;
  /** Names of the gates among them. */
  readonly gates: readonly string[];
  /** What the program `release` releases in them. */
  readonly applications: readonly string[];
  /** Milliseconds after which a run is cut off: as long as none gets there, it makes no difference when something happens. */
  readonly deadline: number;
  /** What is cut off ends then whenever it began; nothing else depends on how much time was left. */
  readonly waitsForDeadline: boolean;
  /** The step as a template, with its program and variables. */
  templateOf(leaf: Leaf, run: Run): Template;
  /** What may become of a leaf, the good end first. */
  choicesFor(leaf: Leaf, template: Template): readonly Choice[];
  /** @param done what pods did to the world, among what they were */
  historyOf(run: Run, done: readonly Event[]): History;
  /**
   * What the rest of a run depends on, but for the releases, as one text.
   *
   * @param time when something happens makes a difference
   */
  keyOf(play: Play<Run>, time: boolean): string;
  /** Milliseconds from the beginning: how far the run itself is, or how long it took. */
  ageOf(run: Run): number;
  nowOf(run: Run): number;
  /** What it depended on that the simulator does not know of the engine. */
  undecidedOf(run: Run): ReadonlySet<string>;
}
