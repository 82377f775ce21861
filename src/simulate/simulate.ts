import { PipelineError } from '../core/error';
import type { ArgoVersion } from '../engines/argo/target';
import { type CompileOptions, compile, type SimulationPlan } from './compile';
import type { Environments } from './environments/environments';
import type { Manifests } from './plan/manifests';
import { readResult, worst } from './read-result';
import type { Simulation } from './result';
import { mergedArguments } from './run/globals';
import { startRun } from './run/start-run';
import { checkScenario } from './scenario/check-scenario';
import type { Leaf } from './scenario/executor';
import { milliseconds } from './scenario/milliseconds';
import type { Outcome } from './scenario/outcome';
import { endsWell, namedAnswersOf, type Scenario } from './scenario/scenario';
import { playTekton, playTektonAlongside } from './tekton/simulate-tekton';
import { fakeClock } from './world/clock';
import { createLocks } from './world/locks';
import { play, playAlong } from './world/play';
import { type Outage, playSchedule } from './world/schedule';
import type { World } from './world/world';

/**
 * How a simulation runs.
 *
 * @public
 */
export interface PlayOptions {
  /** When it starts. @default 2026-01-01T00:00:00Z, or when the last run in the same `environments` ended */
  readonly start?: Date;
  /**
   * After how long it is over, even if workflows go on; a CronWorkflow fires as long. Milliseconds, or text such as `3h`.
   *
   * @default 30 days; 1 day with a CronWorkflow
   */
  readonly for?: number | string;
  /** When the controller is down: a CronWorkflow misses runs. */
  readonly outages?: readonly Outage[];
  /** Values of the workflow's parameters. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** What the steps of a release find and change, kept from one run to the next. @default - these steps leave samples */
  readonly environments?: Environments;
}

/**
 * What is simulated, and how.
 *
 * @public
 */
export interface SimulateOptions extends CompileOptions, PlayOptions {
  /** Argo's version. @default '4.0' */
  readonly version?: ArgoVersion;
}

/**
 * Plays workflows as the controller of Argo Workflows would, and pipelines as that of Tekton would, on a fake clock: without a
 * cluster, and without running anything.
 *
 * @param manifests - files or objects; Workflows among them are played, or what `submit` names
 * @param scenario - what becomes of the steps; those that are not named end well
 * @throws PipelineError MLP5201 for a step that no run can have; MLP5202 for a `submit` that is not among the manifests;
 * MLP5205 for a length of time that is none.
 * @example
 * ```ts
 * const { phase } = simulate(manifests, { train: fails(1) }, { submit: 'training' }); // 'Failed'
 * ```
 * @public
 */
export function simulate(manifests: Manifests, scenario: Scenario = {}, options: SimulateOptions = {}): Simulation {
  return playPlan(compile(manifests, options), scenario, options);
}

/**
 * The same for manifests that were compiled once.
 *
 * @throws PipelineError MLP5201 for a step that no run can have; MLP5205 for a length of time that is none.
 * @public
 */
export function playPlan(plan: SimulationPlan, scenario: Scenario = {}, options: PlayOptions = {}): Simulation {
  if (plan.failed) return { phase: '', workflows: [], schedule: [], findings: plan.findings, undecided: [] };
  checkScenario(scenario, plan.leafNames());
  if (plan.tekton !== undefined) return playTekton(plan.tekton, namedAnswersOf(scenario), options, plan.findings);
  const answer = namedAnswersOf(scenario);
  const released = options.environments?.begin();
  const { world, until } = worldOf(
    plan,
    released?.start === undefined ? options : { start: new Date(released.start), ...options },
    (leaf, ends) => ends(answer(leaf) ?? released?.outcomeOf(leaf, world.clock.now()) ?? endsWell),
    false,
  );
  const cron = plan.cron === undefined ? undefined : playSchedule(world, plan.cron, until, options.outages);
  const runs =
    cron?.runs ??
    plan.workflows.map((one) => startRun(world, one, mergedArguments(one.spec.arguments, options.arguments ?? {})));
  if (cron === undefined) play(world, runs, until);
  released?.ended(world.clock.now());
  return resultOf(plan, world, runs, cron?.schedule ?? []);
}

/**
 * The same for leaves that really run: each one is asked for its outcome when its turn comes, and the clock waits for it.
 * Rejects when `execute` does.
 *
 * @throws PipelineError MLP5202 for a CronWorkflow: its schedule is only played by `playPlan`.
 * @public
 */
export async function playAlongside(
  plan: SimulationPlan,
  execute: (leaf: Leaf) => Promise<Outcome>,
  options: Omit<PlayOptions, 'environments'> = {},
): Promise<Simulation> {
  if (plan.failed) return { phase: '', workflows: [], schedule: [], findings: plan.findings, undecided: [] };
  if (plan.cron !== undefined || plan.tekton?.schedule !== undefined)
    throw new PipelineError({
      code: 'MLP5202',
      message: 'a schedule is not played alongside steps that run',
      fix: 'playPlan',
    });
  const busy = new Set<Promise<void>>();
  const start = (leaf: Leaf, ends: (outcome: Outcome) => void) => {
    const ended: Promise<void> = execute(leaf).then((outcome) => {
      busy.delete(ended);
      ends(outcome);
    });
    // Whoever waits hears of it; until then nobody has to.
    ended.catch(() => {});
    busy.add(ended);
  };
  const anyEnds = () => (busy.size === 0 ? undefined : Promise.race(busy));
  if (plan.tekton !== undefined) return playTektonAlongside(plan.tekton, start, anyEnds, options, plan.findings);
  const { world, until } = worldOf(plan, options, start, true);
  const runs = plan.workflows.map((one) =>
    startRun(world, one, mergedArguments(one.spec.arguments, options.arguments ?? {})),
  );
  await playAlong(world, runs, until, anyEnds);
  return resultOf(plan, world, runs, []);
}

const day = 86_400_000;

function worldOf(
  plan: SimulationPlan,
  options: PlayOptions,
  start: World['executor']['start'],
  later: boolean,
): { readonly world: World; readonly until: number } {
  const begin = (options.start ?? new Date(Date.UTC(2026, 0, 1))).getTime();
  const world: World = {
    version: plan.version,
    clock: fakeClock(begin),
    locks: createLocks(),
    caches: new Map(),
    executor: { start, later },
    assumptions: new Set(),
    undecided: new Set(),
  };
  return { world, until: begin + milliseconds(options.for ?? (plan.cron === undefined ? 30 * day : day), 'for') };
}

function resultOf(
  plan: SimulationPlan,
  world: World,
  runs: readonly Parameters<typeof readResult>[0][],
  schedule: Simulation['schedule'],
): Simulation {
  const workflows = runs.map(readResult);
  const assumed = [...world.assumptions].map((message) => ({ severity: 'warning' as const, message }));
  return {
    phase: worst(workflows.map(({ phase }) => phase)),
    workflows,
    schedule,
    findings: [...plan.findings, ...assumed],
    undecided: [...world.undecided],
  };
}
