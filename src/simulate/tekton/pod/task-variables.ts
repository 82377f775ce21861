import type { TaskSpec } from '../../../schemas/tekton/types';
import { exitCodePath, resultPath, type StepPlan, stepResultPath } from '../plan/step-plan';
import { asValue } from '../plan/value';
import { Variables } from '../plan/variables';
import type { Child } from '../run/child';

/** What a TaskRun says of itself to its steps. @internal */
export function taskVariables(
  { task, params, name, retries, attempt, steps }: Child,
  run: { readonly name: string; readonly namespace: string },
  workspaces: ReadonlySet<string>,
): Variables {
  const { spec } = task;
  const variables = new Variables();
  for (const { name, default: fallback } of spec.params ?? [])
    if (fallback !== undefined) variables.set(`params.${name}`, asValue(fallback));
  for (const [name, value] of params) variables.set(`params.${name}`, value);
  for (const { name } of spec.results ?? []) variables.set(`results.${name}.path`, resultPath(name));
  for (const { name, mountPath = `/workspace/${name}` } of spec.workspaces ?? []) {
    const bound = workspaces.has(name);
    variables.set(`workspaces.${name}.bound`, String(bound));
    variables.set(`workspaces.${name}.path`, bound ? mountPath : '');
    variables.set(`workspaces.${name}.claim`, '');
    variables.set(`workspaces.${name}.volume`, '');
  }
  for (const { plan } of steps) variables.set(`steps.step-${plan.name}.exitCode.path`, exitCodePath(plan.name));
  return variables
    .set('context.taskRun.name', name)
    .set('context.taskRun.namespace', run.namespace)
    .set('context.taskRun.uid', `uid-of-${name}`)
    .set('context.task.name', task.name)
    .set('context.task.retry-count', String(Math.min(attempt, retries)))
    .set('credentials.path', '/tekton/creds');
}

/** What a step reads of itself, and of the results of the steps before it. @internal */
export function stepVariables(step: StepPlan, child: Child): Variables {
  const variables = new Variables();
  for (const { name } of step.source.results ?? [])
    variables.set(`step.results.${name}.path`, stepResultPath(step.name, name));
  for (const { plan, exitCode } of child.steps) {
    for (const { name, type } of plan.source.results ?? []) {
      const text = child.files.get(stepResultPath(plan.name, name));
      if (text !== undefined) variables.set(`steps.${plan.name}.results.${name}`, stepResultValue(text, type));
    }
    if (exitCode !== undefined) variables.set(`steps.${plan.name}.exitCode`, String(exitCode));
  }
  return variables;
}

/** What the entrypoint puts in the place of a step's result that is read as text: only what it reads as text, too. */
function stepResultValue(text: string, type: string | undefined): ReturnType<typeof asValue> {
  if (type === 'array' || type === 'object') return resultValue(text, type);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof value === 'string') return value;
  const isText = (each: unknown) => typeof each === 'string' || each === null;
  return value === null || (typeof value === 'object' && Object.values(value).every(isText)) ? '' : text;
}

/** A result as it is read from its file: lists and records are JSON. @internal */
export function resultValue(text: string, type: string | undefined): ReturnType<typeof asValue> {
  if (type !== 'array' && type !== 'object') return text;
  try {
    const value: unknown = JSON.parse(text);
    if (type === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value))
      return asValue(value);
  } catch {
    // It stays text, and does not fit.
  }
  return text;
}

/** Tekton's words for results that are not what the Task declares; nothing where they are. @internal */
export function misfits({ results = [] }: TaskSpec, found: Child['results']): string | undefined {
  const wrong: string[] = [];
  for (const { name, type = 'string' } of results) {
    const value = found.get(name);
    if (value === undefined) continue;
    const is = typeof value === 'string' ? 'string' : Array.isArray(value) ? 'array' : 'object';
    if (is !== type)
      wrong.push(
        ` "${name}": task result is expected to be "${type}" type but was initialized to a different type "${is}"`,
      );
  }
  if (wrong.length > 0)
    return `Provided results don't match declared results; may be invalid JSON or missing result declaration: ${wrong.sort().join(',')}`;
  const keys = results.flatMap(({ name, properties = {} }) => {
    const value = found.get(name);
    if (value === undefined || typeof value === 'string') return [];
    const missing = Object.keys(properties).filter((key) => !(key in value));
    return missing.length === 0 ? [] : [`${name}:[${missing.join(' ')}]`];
  });
  return keys.length === 0
    ? undefined
    : `missing keys for these results which are required in TaskResult's properties map[${keys.join(' ')}]`;
}
