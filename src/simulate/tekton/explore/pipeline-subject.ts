import { propertiesOf } from '../../explore/all-properties';
import { type Choice, choicesFor, type Distinctions } from '../../explore/choice';
import { conclude } from '../../explore/conclude';
import type { Exploration, Violation } from '../../explore/exploration';
import type { ExploreOptions } from '../../explore/explore';
import { noteRelease } from '../../explore/release/release-effects';
import type { Effect } from '../../explore/role';
import type { Finding } from '../../finding';
import type { Leaf } from '../../scenario/executor';
import type { TektonPlan } from '../compile-tekton';
import { planRun, type RunPlan, timeoutsOf } from '../plan/run-plan';
import { planSteps } from '../plan/step-plan';
import { planTask } from '../plan/task-plan';
import { type SampleHints, sampleHints, sampleOf } from '../pod/sample-step';
import { asTemplate } from '../pod/step-leaf';
import { playRun, type RunPlay } from './play-run';
import { runHistory } from './run-history';
import { runKey } from './run-key';
import { searchRuns } from './search-runs';
import { taskRolesOf } from './task-roles';

/**
 * Plays every combination of what may become of the steps of a pipeline, and says what holds in all of them.
 *
 * @throws PipelineError MLP5203, MLP5204, MLP5207
 * @internal
 */
export function exploreRuns(plan: TektonPlan, options: ExploreOptions, findings: readonly Finding[]): Exploration {
  const properties = propertiesOf(options.properties);
  const [run] = plan.schedule === undefined ? plan.runs : [planRun(plan.library, plan.schedule.run)];
  if (run?.pipeline === undefined) {
    const undecided = properties.map(({ name }) => ({ property: name, why: 'there is no pipeline' }));
    return { scenarios: 0n, plays: 0, proved: [], violations: [], undecided, findings };
  }
  const rolesOf = taskRolesOf(run, options.roles);
  const { effects, gates } = effectsOf(run, rolesOf);
  const hints = sampleHints(plan.library);
  // A step that is killed is followed by none, one that exits with a code may be.
  const distinctions: Distinctions = { words: hints.words, patterns: new Map(), exitCodes: true };
  const playable = {
    plan: run,
    version: plan.version,
    hints,
    given: { ...sampleParams(run, hints), ...options.arguments },
  };
  const decidable = properties.filter(({ needs }) => needs(effects) === undefined);
  const violations = new Map<string, Violation>();
  const unknown = new Set<string>();
  const reached = new Set<Effect>();
  const choices = (leaf: Leaf, { releases, world }: RunPlay): readonly Choice[] => {
    const template = leaf.manifest();
    return releases.choicesFor(leaf, template, world.clock.now()) ?? tektonChoices(leaf, template, distinctions);
  };
  const searchWith = (time: boolean) => {
    violations.clear();
    unknown.clear();
    return searchRuns({
      play: (decide) => playRun(playable, decide),
      choicesFor: choices,
      keyOf: (leaf, play) =>
        runKey(play, leaf.name, runHistory(play.runs, rolesOf, play.releases.events()).events, time),
      ended({ runs, world, releases }, scenario) {
        for (const message of world.undecided) unknown.add(message);
        const history = runHistory(runs, rolesOf, releases.allEvents());
        for (const { effect, done } of history.events) if (done) reached.add(effect);
        for (const { name, says, broken } of decidable) {
          if (violations.has(name)) continue;
          const message = broken(history, gates);
          if (message !== undefined)
            violations.set(name, { property: name, says, message, scenario, phase: history.phase });
        }
      },
      limit: options.limit ?? 50_000,
      progress: options.progress ?? (() => undefined),
    });
  };
  const { pipeline, tasks = pipeline } = timeoutsOf(run.spec);
  // When something happens makes no difference as long as no run can come to the end of its time.
  const timeless = searchWith(false);
  const found = timeless.longest < Math.min(pipeline, tasks) ? timeless : searchWith(true);
  return conclude(found, { properties, effects, reached, unknown, violations, findings });
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
): { readonly effects: ReadonlySet<Effect>; readonly gates: readonly string[] } {
  const effects = new Set<Effect>();
  const gates = new Set<string>();
  for (const task of [...(pipeline.tasks ?? []), ...(pipeline.finally ?? [])]) {
    const plan = planTask(task, library);
    if ('missing' in plan) continue;
    const name = task.name ?? '';
    for (const { source } of planSteps(plan.spec, library)) {
      noteRelease(asTemplate(plan.name, source), effects, gates);
    }
    for (const { effect } of rolesOf(name, plan)) {
      effects.add(effect);
      if (effect === 'gate') gates.add(plan.name === '' ? name : plan.name);
    }
  }
  return { effects, gates: [...gates] };
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
