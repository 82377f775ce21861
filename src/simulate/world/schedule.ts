import { evaluateCondition } from '../../expr/argo/expression';
import { createScope, type Scope } from '../../expr/argo/scope';
import { replaceText } from '../../expr/argo/text';
import { evaluateCronWhen } from '../../expr/argo/when';
import { parseCron } from '../../expr/cron';
import { nextRuns } from '../../expr/cron-next';
import type { CronSchedule } from '../../expr/cron-schedule';
import type { CronPlan } from '../compile';
import type { ScheduledRun } from '../result';
import type { Run } from '../run/run';
import { startRun } from '../run/start-run';
import { words } from '../run/words';
import { playOn } from './play';
import type { World } from './world';

/** A time in which the controller is down. @public */
export interface Outage {
  readonly from: Date;
  readonly to: Date;
}

/** What a schedule came to. @internal */
export interface PlayedSchedule {
  readonly runs: readonly Run[];
  readonly schedule: readonly ScheduledRun[];
}

/** How far a CronWorkflow is. */
interface Cron {
  readonly plan: CronPlan;
  readonly runs: Run[];
  readonly schedule: ScheduledRun[];
  last: number | undefined;
  stopped: boolean;
}

/** Fires a CronWorkflow's schedule until the time is up. @internal */
export function playSchedule(
  world: World,
  plan: CronPlan,
  until: number,
  outages: readonly Outage[] = [],
): PlayedSchedule {
  const cron: Cron = { plan, runs: [], schedule: [], last: undefined, stopped: false };
  for (const table of tablesOf(plan)) follow(world, cron, table, outages);
  for (const { to } of outages) world.clock.at(to.getTime(), () => catchUp(world, cron, to.getTime()));
  playOn(world, cron.runs, until);
  return cron;
}

function tablesOf({ object }: CronPlan): readonly CronSchedule[] {
  const { schedules = [], timezone } = object.spec;
  return schedules.flatMap((line) => {
    const { schedule } = parseCron(timezone === undefined || timezone === '' ? line : `CRON_TZ=${timezone} ${line}`);
    return schedule === undefined ? [] : [schedule];
  });
}

function follow(world: World, cron: Cron, table: CronSchedule, outages: readonly Outage[]): void {
  const [next] = nextRuns(table, new Date(world.clock.now()), 1);
  if (next === undefined) return;
  const time = next.getTime();
  world.clock.at(time, () => {
    if (!outages.some(({ from, to }) => from.getTime() <= time && time < to.getTime())) fire(world, cron, time);
    follow(world, cron, table, outages);
  });
}

/** After an outage the last run that was missed is made up for, if its starting deadline allows. */
function catchUp(world: World, cron: Cron, time: number): void {
  const seconds = cron.plan.object.spec.startingDeadlineSeconds;
  if (cron.last === undefined || seconds === undefined || seconds === null) return;
  for (const table of tablesOf(cron.plan)) {
    let missed: number | undefined;
    let from = cron.last;
    for (;;) {
      const next = nextRuns(table, new Date(from), 1)[0]?.getTime();
      if (next === undefined || next >= time) break;
      missed = next;
      from = next;
    }
    if (missed !== undefined && time < missed + seconds * 1_000) {
      fire(world, cron, missed);
      return;
    }
  }
}

function fire(world: World, cron: Cron, time: number): void {
  const skipped = mayFire(world, cron);
  const at = new Date(time);
  if (skipped !== undefined) {
    cron.schedule.push({ time: at, skipped });
    return;
  }
  const plan = cron.plan.workflowAt(time);
  if (cron.runs.some((run) => run.plan.name === plan.name)) return;
  cron.runs.push(startRun(world, plan, plan.spec.arguments ?? {}));
  cron.last = time;
  cron.schedule.push({ time: at, workflow: plan.name });
}

/** Why a run is left out. */
function mayFire(world: World, cron: Cron): string | undefined {
  const { spec } = cron.plan.object;
  const stop = stopsBy(world, cron);
  if (stop !== undefined) return stop;
  if (spec.suspend === true) return 'suspended';
  if (cron.stopped) return `stopStrategy.expression '${spec.stopStrategy?.expression}' is true`;
  if (spec.when !== undefined && spec.when !== '') {
    const text = replaceText(spec.when, scopeOf(cron), 'all');
    const runs = text.ok ? evaluateCronWhen(text.value, new Map()) : text;
    if (!runs.ok) return `run policy error: ${words(world, runs.problem)}`;
    if (!runs.value) return `when '${spec.when}' evaluated false`;
  }
  const active = cron.runs.filter(({ finishedAt }) => finishedAt === undefined);
  if (active.length === 0) return undefined;
  if (spec.concurrencyPolicy === 'Forbid') return `concurrencyPolicy Forbid: '${active[0]?.plan.name}' has not ended`;
  if (spec.concurrencyPolicy === 'Replace') {
    for (const run of active) {
      run.shutdown = 'Terminate';
      run.dirty = true;
    }
  }
  return undefined;
}

/** Once the expression was true, nothing is started any more. */
function stopsBy(world: World, cron: Cron): string | undefined {
  const expression = cron.plan.object.spec.stopStrategy?.expression;
  if (expression === undefined || expression === '' || cron.stopped) return undefined;
  const stops = evaluateCondition(expression, scopeOf(cron));
  if (!stops.ok) return `failed to check the stopping condition: ${words(world, stops.problem)}`;
  cron.stopped = stops.value;
  return undefined;
}

/** `cronworkflow.…` */
function scopeOf({ plan, runs, last }: Cron): Scope {
  const scope = createScope();
  const count = (phases: readonly string[]) => BigInt(runs.filter(({ phase }) => phases.includes(phase)).length);
  const {
    name = '',
    labels = {},
    annotations = {},
  } = plan.object.metadata as { name?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  scope.set('cronworkflow.name', name);
  scope.set('cronworkflow.namespace', plan.namespace);
  scope.set('cronworkflow.failed', count(['Failed', 'Error']));
  scope.set('cronworkflow.succeeded', count(['Succeeded']));
  scope.set('cronworkflow.labels.json', JSON.stringify(labels));
  scope.set('cronworkflow.annotations.json', JSON.stringify(annotations));
  for (const [key, value] of Object.entries(labels)) scope.set(`cronworkflow.labels.${key}`, value);
  for (const [key, value] of Object.entries(annotations)) scope.set(`cronworkflow.annotations.${key}`, value);
  if (last !== undefined) scope.set('cronworkflow.lastScheduledTime', `${new Date(last).toISOString().slice(0, 19)}Z`);
  return scope;
}
