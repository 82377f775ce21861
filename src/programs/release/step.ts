import type { Side } from './effect';

/** What a step needs beside the record of where candidates are tested. @internal */
export type Need =
  /** All that is known of the candidate. */
  | 'candidate'
  /** Its model version: the record knows the rest. */
  | 'version'
  /** What the checks of the gate came to. */
  | 'verdict'
  /** Who asks, and why. */
  | 'operator'
  /** What becomes of a candidate without a clear pass. */
  | 'policy'
  /** To make git, the cluster and the registries of its environment follow. */
  | 'place'
  /** The same of both environments, or of the only one. */
  | 'places'
  /** To wait until the cluster runs what was deployed. */
  | 'rollout';

/**
 * The procedures of a release, one pod each, and what each needs.
 *
 * @internal
 */
export const steps = {
  'begin-gate': ['candidate', 'policy', 'places'],
  'record-verdict': ['candidate', 'verdict'],
  'read-decision': ['version', 'policy'],
  decide: ['version', 'policy', 'places', 'rollout'],
  settle: ['policy', 'places'],
  override: ['version', 'operator'],
  'release-hold': ['version', 'operator', 'policy', 'places'],
  'retry-gate': ['version', 'operator', 'policy', 'places'],
  undo: ['version', 'operator', 'policy', 'place', 'rollout'],
} as const satisfies Readonly<Record<string, readonly Need[]>>;

/** @internal */
export type Step = keyof typeof steps;

/** @internal */
export const stepNames: readonly Step[] = Object.keys(steps) as Step[];

/** @internal */
export function needs(step: Step, need: Need): boolean {
  return (steps[step] as readonly Need[]).includes(need);
}

/**
 * The environments that a step makes follow their records.
 *
 * @param within whether there is no next environment
 * @internal
 */
export function placesOf(step: Step, within: boolean): readonly Side[] {
  if (needs(step, 'places') && !within) return ['source', 'target'];
  return needs(step, 'places') || needs(step, 'place') ? ['source'] : [];
}
