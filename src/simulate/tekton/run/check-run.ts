import type { ParamSpec, PipelineTask } from '../../../schemas/tekton/types';
import { fanOut, isMatrixed, maxCombinations } from '../plan/matrix';
import { referencesIn, resultReferences } from '../plan/result-references';
import { asValue, valueType } from '../plan/value';
import type { PipelineRun, TaskState } from './pipeline-run';

/** Why a run fails before anything of it begins, in the engine's words. @internal */
export interface Refused {
  readonly reason: string;
  readonly message: string;
}

/** What the controller looks at before it creates anything, in its order. @internal */
export function checkRun(run: PipelineRun): Refused | undefined {
  return checkParams(run) ?? checkWorkspaces(run) ?? checkTaskRunSpecs(run);
}

/** What it looks at once it knows what the tasks are. @internal */
export function checkTasks(run: PipelineRun): Refused | undefined {
  return checkMatrix(run) ?? checkTaskParams(run) ?? checkReferences(run);
}

function checkParams({ plan, params }: PipelineRun): Refused | undefined {
  const declared = plan.pipeline?.params ?? [];
  const missing = declared.filter(({ name }) => !params.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    return {
      reason: 'ParameterMissing',
      message: `PipelineRun ${of(plan)} is missing some parameters required by Pipeline ${plan.namespace}/${plan.pipelineName}: pipelineRun missing parameters: [${missing.join(' ')}]`,
    };
  const wrong = declared
    .filter((spec) => valueType(params.get(spec.name) ?? '') !== typeOf(spec))
    .map(({ name }) => name);
  if (wrong.length > 0)
    return {
      reason: 'ParameterTypeMismatch',
      message: `PipelineRun ${of(plan)} parameters have mismatching types with Pipeline ${plan.namespace}/${plan.pipelineName}'s parameters: parameters have mismatching types : [${wrong.join(' ')}]`,
    };
  const keys = declared.flatMap(({ name, properties = {} }) => {
    const value = params.get(name);
    return typeof value === 'object' && Object.keys(properties).some((key) => !(key in value)) ? [name] : [];
  });
  if (keys.length === 0) return undefined;
  return {
    reason: 'ObjectParameterMissKeys',
    message: `PipelineRun ${of(plan)} parameters is missing object keys required by Pipeline ${plan.namespace}/${plan.pipelineName}'s parameters: [${keys.join(' ')}]`,
  };
}

function typeOf({ type, default: fallback, properties }: ParamSpec): string {
  if (type !== undefined) return type;
  if (properties !== undefined) return 'object';
  return fallback === undefined ? 'string' : valueType(asValue(fallback));
}

function checkWorkspaces({ plan }: PipelineRun): Refused | undefined {
  const bound = new Set((plan.spec.workspaces ?? []).map(({ name }) => name));
  const missing = (plan.pipeline?.workspaces ?? []).find(({ name, optional }) => optional !== true && !bound.has(name));
  if (missing === undefined) return undefined;
  return {
    reason: 'InvalidWorkspaceBindings',
    message: `PipelineRun ${of(plan)} doesn't bind Pipeline ${plan.namespace}/${plan.pipelineName}'s Workspaces correctly: pipeline requires workspace with name "${missing.name}" be provided by pipelinerun`,
  };
}

function checkTaskRunSpecs({ plan }: PipelineRun): Refused | undefined {
  const names = new Set([...(plan.pipeline?.tasks ?? []), ...(plan.pipeline?.finally ?? [])].map(({ name }) => name));
  const wrong = (plan.spec.taskRunSpecs ?? []).find(({ pipelineTaskName }) => !names.has(pipelineTaskName));
  if (wrong === undefined) return undefined;
  return {
    reason: 'InvalidTaskRunSpecs',
    message: `PipelineRun ${of(plan)} doesn't define taskRunSpecs correctly: pipelineRun's taskrunSpecs defined wrong taskName: "${wrong.pipelineTaskName}", does not exist in Pipeline`,
  };
}

function checkMatrix({ plan, tasks }: PipelineRun): Refused | undefined {
  for (const { task } of tasks) {
    if (!isMatrixed(task.matrix)) continue;
    const count = fanOut(task.matrix).length;
    if (count > maxCombinations)
      return {
        reason: 'PipelineValidationFailed',
        message: `Pipeline ${plan.namespace}/${plan.pipelineName} can't be Run; it has an invalid spec: expected 0 <= ${count} <= ${maxCombinations}: matrix`,
      };
  }
  return undefined;
}

function checkTaskParams({ plan, tasks }: PipelineRun): Refused | undefined {
  for (const { task, plan: own } of tasks) {
    if (own.kind !== 'task' || own.stub) continue;
    const given = givenParams(task);
    const missing = (own.spec.params ?? [])
      .filter(({ name, default: fallback }) => fallback === undefined && !given.has(name))
      .map(({ name }) => name);
    if (missing.length > 0)
      return {
        reason: 'PipelineValidationFailed',
        message: `Validation failed for pipelinerun ${plan.name} with error invalid input params for task ${own.name}: missing values for these params which have no default values: [${missing.join(' ')}]`,
      };
  }
  return undefined;
}

function givenParams({ params = [], matrix }: PipelineTask): ReadonlySet<string> {
  const all = [...params, ...(matrix?.params ?? []), ...(matrix?.include ?? []).flatMap((each) => each.params ?? [])];
  return new Set(all.map(({ name }) => name));
}

/** Results that a Task does not declare, it will never leave. */
function checkReferences({ name, spec, tasks }: PipelineRun): Refused | undefined {
  for (const state of tasks) {
    for (const { task, result } of resultReferences(state.source)) {
      const problem = problemOf(tasks, task, result);
      if (problem !== undefined)
        return {
          reason: 'InvalidTaskResultReference',
          message: `invalid result reference in pipeline task "${state.name}": ${problem}`,
        };
    }
  }
  for (const pipelineResult of spec.results ?? []) {
    for (const { task, result } of referencesIn(pipelineResult.value)) {
      const problem = problemOf(tasks, task, result);
      if (problem !== undefined)
        return {
          reason: 'InvalidPipelineResultReference',
          message: `Failed to resolve pipeline result reference for "${name}" with error invalid pipeline result "${pipelineResult.name}": ${problem}`,
        };
    }
  }
  return undefined;
}

function problemOf(tasks: readonly TaskState[], task: string, result: string): string | undefined {
  const of = tasks.find(({ name }) => name === task);
  if (of === undefined) return `referenced pipeline task "${task}" does not exist`;
  const { kind, spec, stub } = of.plan;
  if (kind === 'custom' || stub) return undefined;
  if (kind === 'pipeline') return `unable to validate result referencing pipeline task "${task}": task spec not found`;
  if ((spec.results ?? []).some(({ name }) => name === result)) return undefined;
  return `"${result}" is not a named result returned by pipeline task "${task}"`;
}

const of = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;
