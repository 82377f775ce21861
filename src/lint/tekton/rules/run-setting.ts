import { suggest } from '../../../core/suggest';
import type { PipelineRunSpec, PipelineTaskRunSpec, TaskRunSpec } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { type TektonObject, tektonObjects } from '../objects';

const statuses: Readonly<Record<string, readonly string[]>> = {
  PipelineRun: ['Cancelled', 'CancelledRunFinally', 'StoppedRunFinally', 'PipelineRunPending'],
  TaskRun: ['TaskRunCancelled', 'TaskRunPending'],
};

/** @internal */
export const runSetting: Rule = {
  code: 'MLL1324',
  title: 'a setting of a run that Tekton does not take',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'correct the setting',
  engine:
    /should be (?:Cancelled|TaskRunCancelled|>= 0)|statusMessage should not be set|onFailure breakpoint|before step must be unique|missing field\(s\): .*(?:Specs|Overrides)\[|got both: .*[cC]omputeResources|cannot be Pending/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      status: Canceled
      pipelineRef:
        name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      status: Cancelled
      pipelineRef:
        name: train
  `,
  *check(project) {
    for (const object of tektonObjects(project)) {
      if (!['TaskRun', 'PipelineRun', 'CustomRun'].includes(object.kind)) continue;
      for (const problem of problemsOf(object)) yield { document: object.document, ...problem };
    }
  },
};

type Said = Omit<Problem, 'document'>;

function* problemsOf({ kind, spec, at, document }: TektonObject): Generator<Said> {
  const { status = '', statusMessage = '', retries = 0, debug } = spec as TaskRunSpec;
  const known = statuses[kind] ?? [];
  if (status !== '' && known.length > 0 && !known.includes(status)) {
    const meant = suggest(status, known);
    const fix = meant === undefined ? `write one of ${known.join(', ')}` : `did you mean '${meant}'?`;
    yield { path: [...at, 'status'], message: `'${status}' is nothing that a ${kind} can be told`, fix };
  }
  if (status.endsWith('Pending') && hasStarted(document.value.status))
    yield { path: [...at, 'status'], message: `a ${kind} that has started can not wait again`, fix: "remove 'status'" };
  if (kind !== 'PipelineRun' && status === '' && statusMessage !== '')
    yield {
      path: [...at, 'statusMessage'],
      message: "'statusMessage' stands without a 'status'",
      fix: "remove it, or write 'status'",
    };
  if (kind === 'TaskRun' && retries < 0)
    yield { path: [...at, 'retries'], message: `'retries' is ${retries}, less than none`, fix: 'write 0 or more' };
  if (kind === 'TaskRun' && debug?.breakpoints !== undefined)
    yield* breakpoints(debug.breakpoints, [...at, 'debug', 'breakpoints']);
  if (kind === 'TaskRun') yield* overrides(spec as TaskRunSpec, at);
  if (kind !== 'PipelineRun') return;
  for (const [i, each] of ((spec as PipelineRunSpec).taskRunSpecs ?? []).entries())
    yield* overrides(each, [...at, 'taskRunSpecs', i]);
}

function* breakpoints(
  { onFailure = '', beforeSteps = [] }: NonNullable<NonNullable<TaskRunSpec['debug']>['breakpoints']>,
  at: YamlPath,
): Generator<Said> {
  if (onFailure !== 'enabled')
    yield {
      path: onFailure === '' ? at : [...at, 'onFailure'],
      message: `'onFailure' is '${onFailure}', and can only be 'enabled'`,
      fix: "write 'onFailure: enabled'",
    };
  for (const [i, step] of beforeSteps.entries())
    if (beforeSteps.indexOf(step) < i)
      yield { path: [...at, 'beforeSteps', i], message: `'${step}' is there twice`, fix: 'remove one of the two' };
}

function* overrides(given: TaskRunSpec | PipelineTaskRunSpec, at: YamlPath): Generator<Said> {
  const { computeResources } = given;
  for (const field of ['stepSpecs', 'sidecarSpecs', 'stepOverrides', 'sidecarOverrides']) {
    const list = ((given as Readonly<Record<string, unknown>>)[field] ?? []) as readonly Readonly<
      Record<string, unknown>
    >[];
    for (const [i, each] of list.entries()) {
      if ((each.name ?? '') === '')
        yield {
          path: [...at, field, i],
          message: `an item of '${field}' has no name`,
          fix: "write the 'name' of a step or sidecar",
        };
      const own = each.computeResources ?? each.resources;
      const isSet = typeof own === 'object' && own !== null && Object.keys(own).length > 0;
      if (isSet && computeResources !== undefined && field.startsWith('step'))
        yield {
          path: [...at, 'computeResources'],
          message: `'computeResources' stands beside those of a step in '${field}'`,
          fix: 'write them for all steps together, or for each',
        };
    }
  }
}

function hasStarted(status: unknown): boolean {
  return typeof status === 'object' && status !== null && 'startTime' in status;
}
