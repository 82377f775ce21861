import type { Finding } from '../finding';

/** One step that does not end as it should. @public */
export interface Deviation {
  readonly step: string;
  readonly what: string;
}

/**
 * A scenario in which something does not hold.
 *
 * @public
 */
export interface Violation {
  readonly property: string;
  /** What should hold. */
  readonly says: string;
  /** What happens instead. */
  readonly message: string;
  /** The steps that don't end as they should; all others end well. No other scenario that shows it has fewer. */
  readonly scenario: readonly Deviation[];
  /** How the run ends. */
  readonly phase: string;
}

/**
 * What an exploration found.
 *
 * @public
 */
export interface Exploration {
  /** Combinations of outcomes that were covered. */
  readonly scenarios: bigint;
  /** Runs that it took, since many combinations are the same to the control flow. */
  readonly plays: number;
  /** Properties that hold in all of them. */
  readonly proved: readonly { readonly property: string; readonly says: string }[];
  readonly violations: readonly Violation[];
  /** Properties that could not be decided, and why. */
  readonly undecided: readonly { readonly property: string; readonly why: string }[];
  readonly findings: readonly Finding[];
}
