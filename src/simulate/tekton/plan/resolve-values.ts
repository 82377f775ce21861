import type { PipelineSpec, PipelineTask } from '../../../schemas/tekton/types';
import type { RunPlan } from './run-plan';
import { asValue, type Value } from './value';
import { Variables } from './variables';

/** The parameters of a run: what it is given, over the defaults of its pipeline. @internal */
export function runParams(plan: RunPlan, given: Readonly<Record<string, string>>): ReadonlyMap<string, Value> {
  const params = new Map<string, Value>();
  for (const { name, default: fallback } of plan.pipeline?.params ?? [])
    if (fallback !== undefined) params.set(name, merged(undefined, asValue(fallback)));
  for (const { name, value } of plan.spec.params ?? []) params.set(name, merged(params.get(name), asValue(value)));
  for (const [name, value] of Object.entries(given)) params.set(name, typed(value, params.get(name)));
  return params;
}

/** Keys of a record that are not given keep their default. */
function merged(fallback: Value | undefined, value: Value): Value {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  return typeof fallback === 'object' && !Array.isArray(fallback) ? { ...fallback, ...value } : value;
}

/** Text that is given for a list or a record is JSON. */
function typed(text: string, fallback: Value | undefined): Value {
  if (fallback === undefined || typeof fallback === 'string') return text;
  try {
    return asValue(JSON.parse(text));
  } catch {
    return text;
  }
}

/** A default may use other parameters. */
const maxDepth = 10;

/** What has its value when a run begins: parameters, what the run is called, its workspaces. */
function runVariables(plan: RunPlan, params: ReadonlyMap<string, Value>): Variables {
  const { name, namespace, pipelineName, spec, pipeline } = plan;
  const variables = new Variables();
  for (const [param, value] of params) variables.set(`params.${param}`, value);
  for (let depth = 0; depth < maxDepth; depth++)
    for (const [param, value] of params) variables.set(`params.${param}`, variables.in(value));
  variables
    .set('context.pipelineRun.name', name)
    .set('context.pipelineRun.namespace', namespace)
    .set('context.pipelineRun.uid', `uid-of-${name}`)
    .set('context.pipeline.name', pipelineName);
  const bound = new Set((spec.workspaces ?? []).map((each) => each.name));
  for (const { name: workspace } of pipeline?.workspaces ?? [])
    variables.set(`workspaces.${workspace}.bound`, String(bound.has(workspace)));
  return variables;
}

/** The pipeline of a run with all in it that has a value from the beginning. @internal */
export function resolvedPipeline(plan: RunPlan, params: ReadonlyMap<string, Value>): PipelineSpec {
  const key = JSON.stringify([...params]);
  const last = known.get(plan);
  if (last?.key === key) return last.spec;
  const spec = resolved(plan, runVariables(plan, params));
  known.set(plan, { key, spec });
  return spec;
}

/** The same run is played again and again. */
const known = new WeakMap<RunPlan, { readonly key: string; readonly spec: PipelineSpec }>();

function resolved(plan: RunPlan, variables: Variables): PipelineSpec {
  const { tasks = [], finally: last = [], results = [], ...rest } = plan.pipeline ?? {};
  const resolve = (task: PipelineTask) => resolvedTask(task, variables);
  return { ...rest, results: variables.in(results), tasks: tasks.map(resolve), finally: last.map(resolve) };
}

/** What a task is given hides what the pipeline calls the same, inside of steps that are written out. */
function resolvedTask({ taskSpec, pipelineSpec, ...task }: PipelineTask, variables: Variables): PipelineTask {
  const own = new Set((task.params ?? []).map(({ name }) => name));
  const isHidden = (name: string) => {
    if (name.startsWith('workspaces.')) return true;
    const param = /^params\.([^.[]+)/.exec(name)?.[1];
    return param !== undefined && own.has(param);
  };
  return {
    ...variables.in(task),
    ...(taskSpec !== undefined && { taskSpec: variables.without(isHidden).in(taskSpec) }),
    ...(pipelineSpec !== undefined && { pipelineSpec }),
  };
}
