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

/** What decides at each leaf, in the order in which they start. @internal */
export type Decide = (leaf: Leaf, run: Run, pending: ReadonlyMap<string, string>) => Choice;

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
): Run | undefined {
  const pending = new Map<string, string>();
  const world: World = {
    version: plan.version,
    clock: fakeClock(start),
    locks: createLocks(),
    caches: new Map(),
    executor: {
      start(leaf, ends) {
        const choice = decide(leaf, run, pending);
        pending.set(leaf.name, choice.deviation);
        ends(choice.outcome);
      },
      later: false,
    },
    assumptions: new Set(),
  };
  const run = startRun(world, workflow, mergedArguments(workflow.spec.arguments, given));
  try {
    play(world, [run], start + longest);
  } catch (problem) {
    if (problem instanceof KnownFuture) return undefined;
    throw problem;
  }
  return run;
}
