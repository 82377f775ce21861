import type { Template } from '../../schemas/argo/types';
import type { CompileOptions, SimulationPlan } from '../compile';
import { compile } from '../compile';
import type { Manifests } from '../plan/manifests';
import type { WorkflowPlan } from '../plan/workflow-plan';
import type { Run } from '../run/run';
import type { Leaf } from '../scenario/executor';
import { properties } from './all-properties';
import { type Choice, choicesFor } from './choice';
import { comparedWords } from './compared-words';
import type { Exploration, Violation } from './exploration';
import { sampleFor } from './fitting-sample';
import { historyOf } from './history';
import { variableOf } from './our-programs';
import { playChoices } from './play-choices';
import { reachableTemplates } from './reachable-templates';
import { isReleaseStep } from './release/release-pod';
import { recordedVerdict } from './release/release-world';
import type { Effect } from './role';
import { type Roles, rolesOf } from './roles';
import { search } from './search';
import { stateKey } from './state-key';

/**
 * What {@link explore} looks at.
 *
 * @public
 */
export interface ExploreOptions extends CompileOptions {
  /** What templates do, where manifests don't say it in the annotation `cdk8s-mlops/role`. */
  readonly roles?: Roles;
  /** Values of the workflow's parameters. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Runs of the simulator after which it gives up. @default 50000 */
  readonly limit?: number;
  /** Told now and then how far it is. */
  readonly progress?: (plays: number, waiting: number) => void;
}

/**
 * Plays every combination of what may become of the steps of a workflow, and says what holds in all of them.
 *
 * Outcomes are the words that somebody compares an output with, crashes, kills, missing and nonsensical outputs, pods that
 * hang and pods that never start. Steps that run side by side take the same time.
 *
 * @throws PipelineError MLP5202 for a `submit` that is not among the manifests, MLP5203 for a role that there is not,
 * MLP5204 for a role of a template that there is not.
 * @example
 * ```ts no-check needs files
 * const { violations } = explore(manifests, { submit: 'release', roles: { test: 'gate', promote: 'promotes' } });
 * ```
 * @public
 */
export function explore(manifests: Manifests, options: ExploreOptions = {}): Exploration {
  return explorePlan(compile(manifests, options), options);
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

/** What the program `release` does in some step or other. */
const releaseEffects: readonly Effect[] = [
  ...([
    'gate',
    'deploys',
    'checks-rollout',
    'moves-alias',
    'promotes',
    'reverts',
    'approves',
    'holds',
    'locked',
  ] as const),
];

/**
 * The same for manifests that were compiled once.
 *
 * @throws PipelineError MLP5203, MLP5204
 * @public
 */
export function explorePlan(plan: SimulationPlan, options: ExploreOptions = {}): Exploration {
  const [workflow] = plan.cron === undefined ? plan.workflows : [plan.cron.workflow];
  const rolesFor = rolesOf(plan, options.roles);
  if (plan.failed || workflow === undefined) {
    const why = plan.failed ? 'the manifests have errors' : 'there is no workflow';
    const undecided = properties.map(({ name }) => ({ property: name, why }));
    return { scenarios: 0n, plays: 0, proved: [], violations: [], undecided, findings: plan.findings };
  }
  const templates = reachableTemplates(workflow);
  const effects = new Set<Effect>();
  const gates = new Set<string>();
  for (const template of templates) {
    if (isReleaseStep(template.source)) {
      for (const effect of releaseEffects) effects.add(effect);
      if (variableOf(template.source, 'STEP') === 'record-verdict') gates.add(recordedVerdict);
    }
    for (const { effect } of rolesFor(template)) {
      effects.add(effect);
      if (effect === 'gate') gates.add(template.name);
    }
  }
  const distinctions = {
    ...comparedWords(plan),
    exitCodes: ['exitCode', 'lastRetry', 'workflow.failures'].some((word) => workflow.mentions(word)),
  };
  const decidable = properties.filter(({ needs }) => needs(effects) === undefined);
  const violations = new Map<string, Violation>();
  const deciding = [...gates];
  // What the simulator does not know of the engine.
  const unknown = new Set<string>();
  const deadline = Number(workflow.spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  // What was done in some scenario or other: what was never reached is not proved.
  const reached = new Set<Effect>();
  const given = { ...sampleArguments(workflow, distinctions.patterns), ...options.arguments };
  const searchWith = (time: boolean) => {
    violations.clear();
    unknown.clear();
    return search({
      play: (decide) => playChoices(plan, workflow, given, decide),
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
        stateKey(play, leaf.name, historyOf(play.run, rolesFor, play.releases.events()).events, {
          codes: distinctions.exitCodes,
          time,
        }),
      ended({ run, releases }, scenario) {
        for (const message of run.world.undecided) unknown.add(message);
        const history = historyOf(run, rolesFor, releases.allEvents());
        for (const { effect, done } of history.events) if (done) reached.add(effect);
        for (const { name, says, broken } of decidable) {
          if (violations.has(name)) continue;
          const message = broken(history, deciding);
          if (message !== undefined)
            violations.set(name, { property: name, says, message, scenario, phase: run.phase });
        }
      },
      deadline,
      limit: options.limit ?? 50_000,
      progress: options.progress ?? (() => undefined),
    });
  };
  // When something happens makes no difference as long as no run that goes on can come to its deadline.
  const timeless = searchWith(false);
  const found = timeless.longest < deadline ? timeless : searchWith(true);
  const unbroken = decidable.filter(({ name }) => !violations.has(name));
  const held = unbroken.filter(({ needs }) => needs(reached) === undefined);
  const complete = found.complete && unknown.size === 0;
  const cut = found.complete
    ? `some runs depend on ${[...unknown].join('; ')}`
    : `not everything was looked at within ${found.plays} runs`;
  return {
    scenarios: found.scenarios,
    plays: found.plays,
    proved: complete ? held.map(({ name, says }) => ({ property: name, says })) : [],
    violations: properties.flatMap(({ name }) => violations.get(name) ?? []),
    undecided: [
      ...properties.flatMap(({ name, needs }) => {
        const why = needs(effects);
        return why === undefined ? [] : [{ property: name, why }];
      }),
      ...unbroken.flatMap(({ name, needs }) => {
        const why = needs(reached);
        return why === undefined
          ? []
          : [{ property: name, why: why.replace('no template', 'in no scenario a step that ends well') }];
      }),
      ...(complete ? [] : held.map(({ name }) => ({ property: name, why: cut }))),
    ],
    findings: plan.findings,
  };
}
