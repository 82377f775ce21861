import type { Choice } from '../../explore/choice';
import { createReleaseModel, type ReleaseModel } from '../../explore/release/release-model';
import type { Leaf } from '../../scenario/executor';
import { fakeClock } from '../../world/clock';
import type { RunPlan } from '../plan/run-plan';
import { playTektonRuns } from '../play';
import type { SampleHints } from '../pod/sample-step';
import type { PipelineRun } from '../run/pipeline-run';
import { startTektonRun } from '../run/start-run';
import type { SimulatedTekton, TektonWorld } from '../run/world';

/** One run while it is played, and those that it starts. @internal */
export interface RunPlay {
  readonly world: TektonWorld;
  readonly runs: readonly PipelineRun[];
  /** What was chosen for leaves. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly releases: ReleaseModel;
}

/** What decides at each leaf, in the order in which they start; nothing ends the run: its future is known. @internal */
export type DecideLeaf = (leaf: Leaf, play: RunPlay) => Choice | undefined;

/** What is played again and again. @internal */
export interface Playable {
  readonly plan: RunPlan;
  readonly version: SimulatedTekton;
  readonly hints: SampleHints;
  readonly given: Readonly<Record<string, string>>;
}

class KnownFuture extends Error {}

const start = Date.UTC(2026, 0, 1);
const longest = 30 * 86_400_000;

/**
 * Plays one scenario, decided leaf by leaf.
 *
 * @returns the run, or undefined if it came to where another one was
 * @internal
 */
export function playRun({ plan, version, hints, given }: Playable, decide: DecideLeaf): RunPlay | undefined {
  const chosen = new Map<string, string>();
  const world: TektonWorld = {
    version,
    clock: fakeClock(start),
    executor: {
      start(leaf, ends) {
        const choice = decide(leaf, play);
        if (choice === undefined) throw new KnownFuture();
        chosen.set(leaf.name, choice.deviation);
        ends(typeof choice.outcome === 'function' ? choice.outcome() : choice.outcome);
      },
      later: false,
    },
    said: () => undefined,
    library: plan.library,
    hints,
    assumptions: new Set(),
    undecided: new Set(),
  };
  const runs = [startTektonRun(world, plan, given)];
  const play: RunPlay = { world, runs, chosen, releases: createReleaseModel() };
  try {
    playTektonRuns(world, runs, start + longest);
  } catch (problem) {
    if (problem instanceof KnownFuture) return undefined;
    throw problem;
  }
  return play;
}
