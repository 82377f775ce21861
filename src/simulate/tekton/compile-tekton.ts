import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import type { PipelineSpec, PipelineTask } from '../../schemas/tekton/types';
import type { RunSchedule, TektonLibrary } from './plan/library';
import { bareRun, planRun, planTaskRun, type RunPlan } from './plan/run-plan';
import { planSteps } from './plan/step-plan';
import { planTask } from './plan/task-plan';
import { stepNames } from './pod/step-leaf';
import type { SimulatedTekton } from './run/world';

/** What is to be played of manifests of Tekton. @internal */
export interface TektonPlan {
  readonly version: SimulatedTekton;
  readonly library: TektonLibrary;
  readonly runs: readonly RunPlan[];
  readonly schedule: RunSchedule | undefined;
}

/** What is started: the runs of the manifests, or what `submit` names; nothing where that is nothing of Tekton. @internal */
export function chooseRuns(
  library: TektonLibrary,
  version: SimulatedTekton,
  submit: string | undefined,
): TektonPlan | undefined {
  const plan = (runs: readonly RunPlan[], schedule?: RunSchedule): TektonPlan => ({ version, library, runs, schedule });
  if (submit !== undefined) {
    const run = library.pipelineRuns.find(({ name }) => name === submit);
    if (run !== undefined) return plan([planRun(library, run)]);
    const pipeline = library.pipelines.get(submit);
    if (pipeline !== undefined) return plan([runOf(library, submit)]);
    const taskRun = library.taskRuns.find(({ name }) => name === submit);
    if (taskRun !== undefined) return plan([planTaskRun(library, taskRun)]);
    const schedule = library.schedules.find(({ name }) => name === submit);
    return schedule === undefined ? undefined : plan([], schedule);
  }
  const runs = [
    ...library.pipelineRuns.map((run) => planRun(library, run)),
    ...library.taskRuns.map((run) => planTaskRun(library, run)),
  ];
  if (runs.length > 0) return plan(runs);
  const [only, ...others] = library.pipelines.keys();
  if (only === undefined) return undefined;
  if (others.length === 0) return plan([runOf(library, only)]);
  throw new PipelineError({
    code: 'MLP5202',
    message: `the manifests have ${others.length + 1} pipelines to start`,
    expected: `submit: one of ${[only, ...others].map(show).join(', ')}`,
  });
}

/** The run that a ConfigMap has for a pipeline, else one with nothing but the engine's defaults. */
function runOf(library: TektonLibrary, pipeline: string): RunPlan {
  const prepared = library.prepared.filter(({ spec }) => spec.pipelineRef?.name === pipeline);
  const own = prepared.find(({ name }) => name === `${pipeline}-1`) ?? prepared[0];
  const found = library.pipelines.get(pipeline);
  if (own !== undefined) return planRun(library, own);
  if (found !== undefined) return bareRun(library, found);
  throw new Error(`no pipeline ${pipeline}`);
}

/** Names of all that can be started. @internal */
export function startableRuns({ pipelineRuns, taskRuns, pipelines, schedules }: TektonLibrary): readonly string[] {
  return [...pipelineRuns, ...taskRuns, ...pipelines.values(), ...schedules].map(({ name }) => name);
}

/** Names of what starts a pipeline: what a schedule starts is looked at by its pipeline. @internal */
export function startablePipelines({ pipelineRuns, pipelines }: TektonLibrary): readonly string[] {
  const started = new Set(pipelineRuns.map(({ spec }) => spec.pipelineRef?.name));
  return [...pipelineRuns.map(({ name }) => name), ...[...pipelines.keys()].filter((name) => !started.has(name))];
}

/** Names of all steps that a scenario can name. @internal */
export function tektonLeafNames({ library, runs, schedule }: TektonPlan): readonly string[] {
  const names = new Set<string>();
  const seen = new Set<PipelineSpec>();
  const pipeline = (spec: PipelineSpec | undefined): void => {
    if (spec === undefined || seen.has(spec)) return;
    seen.add(spec);
    for (const each of [...(spec.tasks ?? []), ...(spec.finally ?? [])]) task(each);
  };
  const task = (each: PipelineTask): void => {
    const name = each.name ?? '';
    const plan = planTask(each, library);
    if ('missing' in plan) return;
    if (plan.kind === 'pipeline') pipeline(each.pipelineSpec ?? library.pipelines.get(plan.name)?.spec);
    if (plan.kind === 'custom') names.add(name).add(plan.name);
    for (const step of planSteps(plan.spec, library))
      for (const known of stepNames(name, plan.name, step)) names.add(known);
  };
  for (const run of runs) pipeline(run.pipeline);
  if (schedule !== undefined) pipeline(planRun(library, schedule.run).pipeline);
  return [...names];
}
