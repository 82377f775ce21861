import type { Executor } from '../../scenario/executor';
import type { Child } from './child';
import type { PipelineRun, TaskState } from './pipeline-run';
import type { TektonWorld } from './world';

/** All runs of one world. @internal */
export interface TektonRuns {
  readonly world: TektonWorld;
  /** The one that was started, and those that it started. */
  readonly runs: PipelineRun[];
}

/**
 * Runs as they are between two looks of the controller, to go another way from here on; the world goes with them. What
 * never changes belongs to both.
 *
 * @param executor what decides about steps from here on
 * @internal
 */
export function copyRuns({ world, runs }: TektonRuns, executor: Executor): TektonRuns {
  const copies = new Map<PipelineRun, PipelineRun>();
  const children = new Map<Child, Child>();
  const runOf = (run: PipelineRun): PipelineRun => {
    const known = copies.get(run);
    if (known !== undefined) return known;
    const own = { ...run };
    copies.set(run, own);
    return own;
  };
  const childOf = (child: Child): Child => {
    const known = children.get(child);
    if (known !== undefined) return known;
    const own = { ...child, steps: child.steps.map((step) => ({ ...step })), files: new Map(child.files) };
    children.set(child, own);
    return own;
  };
  const copied: TektonWorld = {
    ...world,
    clock: world.clock.copy(runOf, childOf),
    executor,
    assumptions: new Set(world.assumptions),
    undecided: new Set(world.undecided),
  };
  const taskOf = (state: TaskState): TaskState => ({ ...state, children: state.children.map(childOf) });
  for (const run of runs) {
    const { tasks, parent } = run;
    Object.assign(runOf(run), {
      world: copied,
      tasks: tasks.map(taskOf),
      parent: parent && { run: runOf(parent.run), child: childOf(parent.child) },
    } satisfies Partial<PipelineRun>);
  }
  return { world: copied, runs: runs.map(runOf) };
}
