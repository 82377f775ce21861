import { type Choice, choicesFor, type Distinctions } from '../../explore/choice';
import type { ExploreOptions } from '../../explore/explore';
import { longest, start } from '../../explore/play-time';
import { type Noted, noteRelease } from '../../explore/release/release-effects';
import type { Subject } from '../../explore/subject';
import type { Executor, Leaf } from '../../scenario/executor';
import { fakeClock } from '../../world/clock';
import type { TektonPlan } from '../compile-tekton';
import { planRun, type RunPlan, timeoutsOf } from '../plan/run-plan';
import { planSteps } from '../plan/step-plan';
import { planTask } from '../plan/task-plan';
import { playTektonRuns } from '../play';
import { type SampleHints, sampleHints, sampleOf } from '../pod/sample-step';
import { asTemplate } from '../pod/step-leaf';
import type { Child } from '../run/child';
import { copyRuns, type TektonRuns } from '../run/copy-runs';
import type { PipelineRun } from '../run/pipeline-run';
import { startTektonRun } from '../run/start-run';
import type { SimulatedTekton } from '../run/world';
import { runHistory } from './run-history';
import { runsKey } from './run-key';
import { taskRolesOf } from './task-roles';

/**
 * The pipeline of Tekton that is explored.
 *
 * @throws PipelineError MLP5203, MLP5204
 * @internal
 */
export function pipelineSubject(plan: TektonPlan, options: ExploreOptions): Subject<TektonRuns> | undefined {
  const [run] = plan.schedule === undefined ? plan.runs : [planRun(plan.library, plan.schedule.run)];
  if (run?.pipeline === undefined) return undefined;
  const rolesOf = taskRolesOf(run, options.roles);
  const hints = sampleHints(plan.library);
  // A step that is killed is followed by none, one that exits with a code may be.
  const distinctions: Distinctions = { words: hints.words, patterns: new Map(), exitCodes: true };
  const given = { ...sampleParams(run, hints), ...options.arguments };
  const { pipeline, tasks = pipeline } = timeoutsOf(run.spec);
  return {
    playable: {
      begin: (executor) => begun(plan.version, run, hints, given, executor),
      copy: copyRuns,
      play: ({ world, runs }, before) => playTektonRuns(world, runs, start + longest, before),
    },
    ...effectsOf(run, rolesOf),
    deadline: Math.min(pipeline, tasks),
    // A task has a time of its own, which may be over before.
    waitsForDeadline: false,
    templateOf: (leaf) => leaf.manifest(),
    choicesFor: (leaf, template) => tektonChoices(leaf, template, distinctions),
    historyOf: ({ runs }, done) => runHistory(runs, rolesOf, done),
    keyOf: ({ run: { world, runs }, chosen }, time) => runsKey(runs, { now: world.clock.now(), chosen, time }),
    ageOf,
    nowOf: ({ world }) => world.clock.now(),
    undecidedOf: ({ world }) => world.undecided,
  };
}

function begun(
  version: SimulatedTekton,
  plan: RunPlan,
  hints: SampleHints,
  given: Readonly<Record<string, string>>,
  executor: Executor,
): TektonRuns {
  const world = {
    version,
    clock: fakeClock<PipelineRun, Child>(start),
    executor,
    said: () => undefined,
    library: plan.library,
    hints,
    assumptions: new Set<string>(),
    undecided: new Set<string>(),
  };
  return { world, runs: [startTektonRun(world, plan, given)] };
}

function ageOf({ runs: [run], world }: TektonRuns): number {
  return run === undefined ? 0 : (run.finishedAt ?? world.clock.now()) - run.createdAt;
}

/** Somebody else's controller may also say no: that fails the task. */
function tektonChoices(
  leaf: Leaf,
  template: ReturnType<Leaf['manifest']>,
  distinctions: Distinctions,
): readonly Choice[] {
  const all = choicesFor(leaf, template, distinctions);
  if (leaf.kind !== 'suspend') return all;
  return [...all, { deviation: 'is refused', outcome: { kind: 'ended', exitCode: 1 }, standsFor: 1 }];
}

function effectsOf(
  { library, pipeline = {} }: RunPlan,
  rolesOf: ReturnType<typeof taskRolesOf>,
): Pick<Subject<never>, 'effects' | 'gates' | 'applications'> {
  const noted: Noted = { effects: new Set(), gates: new Set(), applications: new Set() };
  const { effects, gates, applications } = noted;
  for (const task of [...(pipeline.tasks ?? []), ...(pipeline.finally ?? [])]) {
    const plan = planTask(task, library);
    if ('missing' in plan) continue;
    const name = task.name ?? '';
    for (const { source } of planSteps(plan.spec, library)) {
      noteRelease(asTemplate(plan.name, source), noted);
    }
    for (const { effect } of rolesOf(name, plan)) {
      effects.add(effect);
      if (effect === 'gate') gates.add(plan.name === '' ? name : plan.name);
    }
  }
  return { effects, gates: [...gates], applications: [...applications] };
}

/** What a person would have to give, as far as our own first task says what it has to look like. */
function sampleParams({ pipeline = {}, spec }: RunPlan, hints: SampleHints): Readonly<Record<string, string>> {
  const given = new Set((spec.params ?? []).map(({ name }) => name));
  const asked = (pipeline.params ?? []).filter((each) => each.default === undefined && !given.has(each.name));
  return Object.fromEntries(
    asked.map(({ name, enum: words }) => {
      const type = hints.types.get(name);
      return [name, words?.[0] ?? (type === undefined ? undefined : sampleOf(type, name, hints)) ?? 'sample'];
    }),
  );
}
