import { parseCron } from '../../expr/cron';
import { nextRuns } from '../../expr/cron-next';
import type { CronSchedule } from '../../expr/cron-schedule';
import type { Finding } from '../finding';
import { worst } from '../read-result';
import type { ScheduledRun, Simulation } from '../result';
import type { Leaf } from '../scenario/executor';
import { milliseconds } from '../scenario/milliseconds';
import type { Outcome } from '../scenario/outcome';
import type { PlayOptions } from '../simulate';
import { fakeClock } from '../world/clock';
import type { TektonPlan } from './compile-tekton';
import { planRun } from './plan/run-plan';
import { playTektonAlong, playTektonOn, playTektonRuns } from './play';
import { sampleHints } from './pod/sample-step';
import { readTektonRun } from './read-run';
import type { PipelineRun } from './run/pipeline-run';
import { startTektonRun } from './run/start-run';
import type { TektonWorld } from './run/world';

const day = 86_400_000;

/** Plays runs of Tekton, each step as it is answered. @internal */
export function playTekton(
  plan: TektonPlan,
  answer: (leaf: Leaf) => Outcome | undefined,
  options: PlayOptions,
  findings: readonly Finding[],
): Simulation {
  const released = options.environments?.begin();
  const timed = released?.start === undefined ? options : { start: new Date(released.start), ...options };
  const start = (leaf: Leaf, ends: (outcome: Outcome) => void) =>
    ends(answer(leaf) ?? released?.outcomeOf(leaf, world.clock.now()) ?? { kind: 'ended' });
  const world = tektonWorld(plan, timed, { start, later: false }, answer);
  const until = endOf(plan, world, options);
  const scheduled = plan.schedule === undefined ? undefined : playSchedule(plan, world, options, until);
  const runs = scheduled?.runs ?? plan.runs.map((run) => startTektonRun(world, run, options.arguments));
  if (scheduled === undefined) playTektonRuns(world, runs, until);
  released?.ended(world.clock.now());
  return resultOf(world, runs, scheduled?.schedule ?? [], findings);
}

/** The same for steps that really run. @internal */
export async function playTektonAlongside(
  plan: TektonPlan,
  start: TektonWorld['executor']['start'],
  anyEnds: () => Promise<void> | undefined,
  options: PlayOptions,
  findings: readonly Finding[],
): Promise<Simulation> {
  const world = tektonWorld(plan, options, { start, later: true }, () => undefined);
  const runs = plan.runs.map((run) => startTektonRun(world, run, options.arguments));
  await playTektonAlong(world, runs, endOf(plan, world, options), anyEnds);
  return resultOf(world, runs, [], findings);
}

function tektonWorld(
  { version, library }: TektonPlan,
  { start }: PlayOptions,
  executor: TektonWorld['executor'],
  said: TektonWorld['said'],
): TektonWorld {
  return {
    version,
    clock: fakeClock((start ?? new Date(Date.UTC(2026, 0, 1))).getTime()),
    executor,
    said,
    library,
    hints: sampleHints(library),
    assumptions: new Set(),
    undecided: new Set(),
  };
}

function endOf({ schedule }: TektonPlan, { clock }: TektonWorld, options: PlayOptions): number {
  return clock.now() + milliseconds(options.for ?? (schedule === undefined ? 30 * day : day), 'for');
}

/** A CronJob starts a run by our own program, unless one of the same pipeline is going on. */
function playSchedule(
  plan: TektonPlan,
  world: TektonWorld,
  { outages = [], arguments: given }: PlayOptions,
  until: number,
): { readonly runs: PipelineRun[]; readonly schedule: readonly ScheduledRun[] } {
  const runs: PipelineRun[] = [];
  const told: ScheduledRun[] = [];
  const { schedule: job } = plan;
  if (job === undefined) return { runs, schedule: told };
  const line = job.timezone === undefined ? job.cron : `CRON_TZ=${job.timezone} ${job.cron}`;
  const { schedule: table } = parseCron(line);
  const due = (time: number): void => {
    const at = new Date(time);
    const live = runs.find((run) => run.finishedAt === undefined && run.parent === undefined);
    if (job.suspended) told.push({ time: at, skipped: 'suspended' });
    else if (live !== undefined)
      told.push({ time: at, skipped: `start-run: ${live.name} of ${live.pipelineName} has not ended yet` });
    else {
      const name = `${job.name}-${Math.floor(time / 60_000)}`;
      runs.push(startTektonRun(world, planRun(plan.library, { ...job.run, name }), given));
      told.push({ time: at, workflow: name });
    }
  };
  const follow = (schedule: CronSchedule): void => {
    const next = nextRuns(schedule, new Date(world.clock.now()), 1)[0]?.getTime();
    if (next === undefined) return;
    world.clock.at(next, () => {
      if (!outages.some(({ from, to }) => from.getTime() <= next && next < to.getTime())) due(next);
      follow(schedule);
    });
  };
  if (table !== undefined) follow(table);
  playTektonOn(world, runs, until);
  return { runs, schedule: told };
}

function resultOf(
  world: TektonWorld,
  runs: readonly PipelineRun[],
  schedule: readonly ScheduledRun[],
  findings: readonly Finding[],
): Simulation {
  const workflows = runs.map(readTektonRun);
  const assumed = [...world.assumptions].map((message) => ({ severity: 'warning' as const, message }));
  return {
    phase: worst(workflows.map(({ phase }) => phase)),
    workflows,
    schedule,
    findings: [...findings, ...assumed],
    undecided: [...world.undecided],
  };
}
