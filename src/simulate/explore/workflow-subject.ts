import type { SimulationPlan } from '../compile';
import type { WorkflowPlan } from '../plan/workflow-plan';
import { copyRun } from '../run/copy-run';
import { mergedArguments } from '../run/globals';
import type { Node } from '../run/node';
import type { Run } from '../run/run';
import { startRun } from '../run/start-run';
import type { Executor } from '../scenario/executor';
import { fakeClock } from '../world/clock';
import { createLocks } from '../world/locks';
import { play } from '../world/play';
import { attemptsOf } from './attempts';
import { choicesFor } from './choice';
import { comparedWords } from './compared-words';
import type { ExploreOptions } from './explore';
import { sampleFor } from './fitting-sample';
import { historyOf } from './history';
import { longest, start } from './play-time';
import { reachableTemplates } from './reachable-templates';
import { type Noted, noteRelease } from './release/release-effects';
import { type RolesOf, rolesOf } from './roles';
import type { Subject } from './subject';
import { workflowKey } from './workflow-key';

/**
 * The workflow that is explored.
 *
 * @throws PipelineError MLP5203, MLP5204
 * @internal
 */
export function workflowSubject(plan: SimulationPlan, options: ExploreOptions): Subject<Run> | undefined {
  const [workflow] = plan.cron === undefined ? plan.workflows : [plan.cron.workflow];
  const rolesFor = rolesOf(plan, options.roles);
  if (workflow === undefined) return undefined;
  const distinctions = {
    ...comparedWords(plan),
    exitCodes: ['exitCode', 'lastRetry', 'workflow.failures'].some((word) => workflow.mentions(word)),
  };
  const attempts = attemptsOf(workflow, rolesFor);
  const given = { ...sampleArguments(workflow, distinctions.patterns), ...options.arguments };
  return {
    playable: {
      begin: (executor) => begun(plan, workflow, given, executor),
      copy: copyRun,
      play: (run, before) => play(run.world, [run], start + longest, before),
    },
    ...rolesIn(workflow, rolesFor),
    deadline: Number(workflow.spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1_000,
    waitsForDeadline: true,
    templateOf: ({ name }, run) => run.nodes.get(name)?.processed?.template.source ?? {},
    choicesFor: (leaf, template) => choicesFor(leaf, template, distinctions),
    historyOf: (run, done) => historyOf(run, rolesFor, done, attempts),
    keyOf: ({ run, chosen }, time) => workflowKey(run, chosen, { codes: distinctions.exitCodes, time }),
    ageOf,
    nowOf: ({ world }) => world.clock.now(),
    undecidedOf: ({ world }) => world.undecided,
  };
}

function begun(
  { version }: SimulationPlan,
  workflow: WorkflowPlan,
  given: Readonly<Record<string, string>>,
  executor: Executor,
): Run {
  const world = {
    version,
    clock: fakeClock<Run, Node>(start),
    locks: createLocks(),
    caches: new Map(),
    executor,
    assumptions: new Set<string>(),
    undecided: new Set<string>(),
  };
  return startRun(world, workflow, mergedArguments(workflow.spec.arguments, given));
}

/** Its deadline says nothing of exit handlers, and what never ends has none. */
function ageOf(run: Run): number {
  const root = run.nodes.get(run.plan.name);
  return (root?.finishedAt ?? run.world.clock.now()) - run.createdAt;
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

/** What templates do that can run, and which of them are gates. */
function rolesIn(
  workflow: WorkflowPlan,
  rolesFor: RolesOf,
): Pick<Subject<never>, 'effects' | 'gates' | 'applications'> {
  const noted: Noted = { effects: new Set(), gates: new Set(), applications: new Set() };
  const { effects, gates, applications } = noted;
  for (const template of reachableTemplates(workflow)) {
    noteRelease(template.source, noted);
    for (const { effect } of rolesFor(template)) {
      effects.add(effect);
      if (effect === 'gate') gates.add(template.name);
    }
  }
  return { effects, gates: [...gates], applications: [...applications] };
}
