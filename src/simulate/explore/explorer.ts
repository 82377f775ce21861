import type { Template } from '../../schemas/argo/types';
import type { SimulationPlan } from '../compile';
import type { WorkflowPlan } from '../plan/workflow-plan';
import type { Run, WorkflowPhase } from '../run/run';
import type { Leaf } from '../scenario/executor';
import { exploreRuns } from '../tekton/explore/explore-runs';
import { propertiesOf } from './all-properties';
import { attemptsOf } from './attempts';
import { type Choice, choicesFor } from './choice';
import { comparedWords } from './compared-words';
import { conclude } from './conclude';
import type { Exploration, Violation } from './exploration';
import type { ExploreOptions } from './explore';
import { sampleFor } from './fitting-sample';
import { type Followable, type Followed, follow } from './follow';
import { historyOf } from './history';
import { createPlayer, type Way } from './play-choices';
import { reachableTemplates } from './reachable-templates';
import { noteRelease } from './release/release-effects';
import type { Effect } from './role';
import { type RolesOf, rolesOf } from './roles';
import { createSearch, type Found, type Search } from './search';
import { stateKey } from './state-key';

/** What there is to say of the end of a run, as plain data. @internal */
export interface Judged {
  readonly phase: WorkflowPhase;
  readonly broken: readonly { readonly name: string; readonly message: string }[];
  /** What was done. */
  readonly reached: readonly Effect[];
  /** What it depended on that the simulator does not know of the engine. */
  readonly unknown: readonly string[];
}

/** One search through all scenarios. @internal */
export interface Round {
  /** When something happens makes a difference. */
  readonly time: boolean;
  readonly search: Search<Judged>;
  readonly follow: (way: Way, isKnown: (key: string) => boolean) => Followed<Judged>;
}

/** What an exploration consists of, whoever plays the scenarios. @internal */
export interface Explorer {
  /** Begins anew. */
  round(time: boolean): Round;
  /** Whether runs that go on can come to their deadline, so that another round has to tell times apart. */
  needsTime(found: Found): boolean;
  /** What the last round says. */
  conclude(found: Found): Exploration;
}

/**
 * Looks at what is to be explored.
 *
 * @param kept copies of runs that are kept, which costs memory and saves time
 * @returns what can be said at once where nothing can be played, or where Tekton plays
 * @throws PipelineError MLP5203, MLP5204, MLP5207
 * @internal
 */
export function createExplorer(plan: SimulationPlan, options: ExploreOptions, kept = 200): Explorer | Exploration {
  if (plan.tekton !== undefined && !plan.failed) return exploreRuns(plan.tekton, options, plan.findings);
  const properties = propertiesOf(options.properties);
  const [workflow] = plan.cron === undefined ? plan.workflows : [plan.cron.workflow];
  const rolesFor = rolesOf(plan, options.roles);
  if (plan.failed || workflow === undefined) {
    const why = plan.failed ? 'the manifests have errors' : 'there is no workflow';
    const undecided = properties.map(({ name }) => ({ property: name, why }));
    return { scenarios: 0n, plays: 0, proved: [], violations: [], undecided, findings: plan.findings };
  }
  const { effects, gates } = rolesIn(workflow, rolesFor);
  const attempts = attemptsOf(workflow, rolesFor);
  const distinctions = {
    ...comparedWords(plan),
    exitCodes: ['exitCode', 'lastRetry', 'workflow.failures'].some((word) => workflow.mentions(word)),
  };
  const decidable = properties.filter(({ needs }) => needs(effects) === undefined);
  const deadline = Number(workflow.spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const given = { ...sampleArguments(workflow, distinctions.patterns), ...options.arguments };
  const violations = new Map<string, Violation>();
  // What the simulator does not know of the engine.
  const unknown = new Set<string>();
  // What was done in some scenario or other: what was never reached is not proved.
  const reached = new Set<Effect>();
  return {
    round(time) {
      violations.clear();
      unknown.clear();
      const followable: Followable<Judged> = {
        play: createPlayer(plan, workflow, given, kept),
        choicesFor: (leaf, { run, releases }) => {
          const template = sourceOf(run, leaf);
          return releases.choicesFor(leaf, template, run.world.clock.now()) ?? choicesFor(leaf, template, distinctions);
        },
        wellFor: (leaf, { run, releases }) => {
          const template = sourceOf(run, leaf);
          return (
            releases.wellFor(leaf, template, run.world.clock.now()) ??
            (choicesFor(leaf, template, distinctions)[0] as Choice)
          );
        },
        keyOf: (leaf, play) =>
          stateKey(play, leaf.name, historyOf(play.run, rolesFor, play.releases.events(), attempts), {
            codes: distinctions.exitCodes,
            time,
          }),
        judge({ run, releases }) {
          const history = historyOf(run, rolesFor, releases.allEvents(), attempts);
          const broken = decidable.flatMap(({ name, broken }) => {
            const message = broken(history, gates);
            return message === undefined ? [] : [{ name, message }];
          });
          const done = history.events.flatMap(({ effect, done }) => (done ? [effect] : []));
          return { phase: run.phase, broken, reached: [...new Set(done)], unknown: [...run.world.undecided] };
        },
      };
      const search = createSearch<Judged>({
        ended(judged, scenario) {
          for (const message of judged.unknown) unknown.add(message);
          for (const effect of judged.reached) reached.add(effect);
          for (const { name, message } of judged.broken) {
            if (violations.has(name)) continue;
            const says = decidable.find((property) => property.name === name)?.says ?? '';
            violations.set(name, { property: name, says, message, scenario, phase: judged.phase });
          }
        },
        deadline,
        limit: options.limit ?? 50_000,
        progress: options.progress ?? (() => undefined),
      });
      return { time, search, follow: (way, isKnown) => follow(followable, way, isKnown) };
    },
    needsTime: ({ longest }) => longest >= deadline,
    conclude: (found) =>
      conclude(found, { properties, effects, reached, unknown, violations, findings: plan.findings }),
  };
}

/** What a person would have to give, as far as the manifests say what it has to look like. */
function sampleArguments(
  { spec }: WorkflowPlan,
  patterns: ReadonlyMap<string, ReadonlySet<string>>,
): Readonly<Record<string, string>> {
  const asked = (spec.arguments?.parameters ?? []).filter(
    ({ value, valueFrom }) => value === undefined && valueFrom === undefined,
  );
  return Object.fromEntries(
    asked.map(({ name, enum: words }) => [name, words?.[0] ?? sampleFor(patterns, name) ?? 'sample']),
  );
}

/** A template as it is written. */
const sourceOf = (run: Run, { name }: Leaf): Template => run.nodes.get(name)?.processed?.template.source ?? {};

/** What templates do that can run, and which of them are gates. */
function rolesIn(
  workflow: WorkflowPlan,
  rolesFor: RolesOf,
): { readonly effects: ReadonlySet<Effect>; readonly gates: readonly string[] } {
  const effects = new Set<Effect>();
  const gates = new Set<string>();
  for (const template of reachableTemplates(workflow)) {
    noteRelease(template.source, effects, gates);
    for (const { effect } of rolesFor(template)) {
      effects.add(effect);
      if (effect === 'gate') gates.add(template.name);
    }
  }
  return { effects, gates: [...gates] };
}
