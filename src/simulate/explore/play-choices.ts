import type { SimulationPlan } from '../compile';
import type { WorkflowPlan } from '../plan/workflow-plan';
import { mergedArguments } from '../run/globals';
import type { Run } from '../run/run';
import { startRun } from '../run/start-run';
import type { Leaf } from '../scenario/executor';
import { fakeClock } from '../world/clock';
import { createLocks } from '../world/locks';
import { play } from '../world/play';
import type { World } from '../world/world';
import type { Choice } from './choice';
import { createReleaseModel, type ReleaseModel } from './release/release-model';

/** What decides at each leaf, in the order in which they start. @internal */
export type Decide = (leaf: Leaf, play: Play) => Choice;

/** One run while it is played. @internal */
export interface Play {
  readonly run: Run;
  /** What was chosen for leaves. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly releases: ReleaseModel;
}

/** The future is known already: nothing more is to be learnt from this run. @internal */
export class KnownFuture extends Error {}

const start = Date.UTC(2026, 0, 1);
const longest = 30 * 86_400_000;

/**
 * Plays one scenario, decided leaf by leaf.
 *
 * @returns the run, or undefined if it came to where another one was
 * @internal
 */
export function playChoices(
  plan: SimulationPlan,
  workflow: WorkflowPlan,
  given: Readonly<Record<string, string>>,
  decide: Decide,
): Play | undefined {
  const chosen = new Map<string, string>();
  const world: World = {
    version: plan.version,
    clock: fakeClock(start),
    locks: createLocks(),
    caches: new Map(),
    executor: {
      start(leaf, ends) {
        const { deviation, outcome } = decide(leaf, played);
        chosen.set(leaf.name, deviation);
        ends(typeof outcome === 'function' ? outcome() : outcome);
      },
      later: false,
    },
    assumptions: new Set(),
    undecided: new Set(),
  };
  const run = startRun(world, workflow, mergedArguments(workflow.spec.arguments, given));
  const played: Play = { run, chosen, releases: createReleaseModel() };
  try {
    play(world, [run], start + longest);
  } catch (problem) {
    if (problem instanceof KnownFuture) return undefined;
    throw problem;
  }
  return played;
}
