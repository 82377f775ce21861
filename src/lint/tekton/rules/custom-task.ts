import type { CustomRunSpec } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { isCustom, type PlacedPipelineTask, pipelinesIn } from '../pipelines';

/** @internal */
export const customTask: Rule = {
  code: 'MLL1321',
  title: 'a custom task without its apiVersion or kind',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object: no controller would know that the task is its own.',
  fix: "write 'apiVersion' as group/version, and 'kind'",
  engine:
    /custom task (?:ref|spec) must specify|invalid apiVersion format|cannot be specified when using taskSpec\.steps|missing field\(s\): spec\.custom/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: approve
          taskRef:
            kind: ApprovalTask
            name: approve
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: approve
          taskRef:
            apiVersion: openshift-pipelines.org/v1alpha1
            kind: ApprovalTask
            name: approve
  `,
  *check(project) {
    for (const { object, tasks, finals } of pipelinesIn(project))
      for (const placed of [...tasks, ...finals])
        for (const problem of problemsOf(placed)) yield { document: object.document, ...problem };
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (kind !== 'CustomRun') continue;
      for (const field of ['customRef', 'customSpec'] as const) {
        const given = (spec as CustomRunSpec)[field];
        for (const each of ['apiVersion', 'kind'] as const)
          if (given !== undefined && (given[each] ?? '') === '')
            yield { document, path: [...at, field], message: `'${field}' has no ${each}`, fix: `write '${each}'` };
      }
    }
  },
};

function* problemsOf({ task, at, name }: PlacedPipelineTask): Generator<Omit<Problem, 'document'>> {
  const steps = task.taskSpec?.steps ?? [];
  for (const field of ['apiVersion', 'kind'] as const)
    if (steps.length > 0 && (task.taskSpec?.[field] ?? '') !== '')
      yield {
        path: [...at, 'taskSpec', field],
        message: `'${name}' has steps, and '${field}' as a custom task has it`,
        fix: `remove '${field}'`,
      };
  if (!isCustom(task)) return;
  for (const field of ['taskRef', 'taskSpec'] as const) {
    const given = task[field];
    if (given === undefined) continue;
    const path = [...at, field];
    const { apiVersion = '', kind = '' } = given;
    // A reference without a resolver is to a Task, if nothing else is said.
    const isFilledIn = field === 'taskRef' && (!('resolver' in given) || given.resolver === '');
    if (kind === '' && !isFilledIn)
      yield { path, message: `the custom task '${name}' has no kind`, fix: "write 'kind'" };
    if (apiVersion === '')
      yield {
        path,
        message: `the custom task '${name}' has no apiVersion`,
        fix:
          kind === 'ClusterTask'
            ? "write 'resolver: cluster' and its params: there are no ClusterTasks any more"
            : "write 'apiVersion'",
      };
    else if (!/^[^/]+\/[^/]+$/.test(apiVersion))
      yield { path: [...path, 'apiVersion'], message: `'${apiVersion}' is not group/version` };
  }
}
