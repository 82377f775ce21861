import { isDeepStrictEqual } from 'node:util';
import {
  compile,
  fails,
  type Leaf,
  type Outcome as Leaves,
  nodeLost,
  outOfMemory,
  playPlan,
  type SimulationPlan,
  succeeds,
} from '../../../../src/simulate/index';
import { type Outcome, silent } from '../../kubelet/outcome';
import { play, type Scenario } from '../../kubelet/scenario';
import type { PlayedRun, PlayedTask } from '../../tekton/reading';

/**
 * Plays a run in the simulator, with the pods of the stand-in kubelet.
 *
 * @param takes - how long each step runs, in milliseconds; the order in which pods end may decide what comes after
 */
export function simulatedRun(plan: SimulationPlan, scenario: Scenario, takes: () => number = () => 1_000): PlayedRun {
  const next = play(scenario);
  const outcomeOf = (leaf: Leaf): Leaves | undefined => {
    // A Task of ours has the pipeline's name before its own.
    const own = leaf.template.replace(/^[^-]+-/, '');
    const names = [numbered(leaf.path), leaf.path.replace(/\(.*$/, ''), own];
    return isOurs(leaf) ? undefined : asLeaf(next(names) ?? silent, takes());
  };
  // Long enough for all that ends by itself, and before any time is over.
  const [run] = playPlan(plan, outcomeOf, { for: '9m' }).workflows;
  if (run === undefined) throw new Error('nothing was played');
  const tasks = run.nodes.flatMap((node): readonly PlayedTask[] => {
    if (node.type !== 'TaskRun' && node.type !== 'Skipped') return [];
    const phase = node.phase as PlayedTask['phase'];
    const name = numbered(node.displayName);
    return [{ name, phase, reason: node.reason, results: node.outputs, retries: node.retries }];
  });
  return {
    phase: run.finishedAt === undefined ? 'Hangs' : run.phase === 'Succeeded' ? 'Succeeded' : 'Failed',
    reason: run.reason,
    message: run.message,
    results: run.outputs,
    tasks: tasks.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

export const planOf = (run: object): SimulationPlan => compile([run]);

/** What differs, one line for each difference; none when both say the same. */
export function differingRuns(controller: PlayedRun, other: PlayedRun): readonly string[] {
  const lines: string[] = [];
  const tell = (what: string, one: unknown, two: unknown) => {
    if (isDeepStrictEqual(one, two)) return;
    const [a, b] = [one, two].map((each) => JSON.stringify(each));
    lines.push(`${what}: the controller says ${a ?? 'nothing'}, the simulator ${b ?? 'nothing'}`);
  };
  tell('the run', controller.phase, other.phase);
  if (controller.phase !== 'Hangs') {
    tell('its reason', controller.reason, other.reason);
    tell('its message', counts(controller.message), counts(other.message));
    tell('its results', controller.results, other.results);
  }
  for (const name of [...new Set([...controller.tasks, ...other.tasks].map((task) => task.name))].sort()) {
    const [one, two] = [controller, other].map(({ tasks }) => tasks.find((task) => task.name === name));
    tell(`task '${name}'`, one, two);
  }
  return lines;
}

/** What is told of results that are missing is told in other words by each patch of the controller. */
const counts = (message: string): string => message.replace(/ \(.*(?<=Failed Validation: \d+ \(.*)\)$/s, '');

const numbered = (path: string): string => path.replace(/\((\d+):.*\)$/, '($1)');

function isOurs(leaf: Leaf): boolean {
  return (leaf.manifest().container?.command ?? []).some((word) => /\/(?:take-inputs|hand-on)\.mjs$/.test(word));
}

/** The stand-in writes only what a scenario names. */
function asLeaf(outcome: Outcome, takes: number): Leaves {
  switch (outcome.kind) {
    case 'ended': {
      const outputs = { '*': null, ...outcome.files };
      if (outcome.reason === 'OOMKilled') return { ...outOfMemory, outputs, takes };
      return outcome.exitCode === 0 ? succeeds(outputs, { takes }) : fails(outcome.exitCode, outputs, { takes });
    }
    case 'node-lost':
      return { ...nodeLost, takes };
    case 'runs':
      throw new Error('the simulator runs no programs');
    default:
      return { kind: outcome.kind };
  }
}
