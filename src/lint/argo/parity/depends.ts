import { suggest } from '../../../core/suggest';
import type { DAGTask, WorkflowStep } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { dagDependencies } from '../dag-dependencies';
import { templatesIn } from '../templates';

/** @internal */
export const depends: Rule = {
  code: 'MLL2034',
  title: 'depends that does not go together with the rest',
  severity: 'error',
  why: 'Argo refuses the workflow, or waits for something else than is meant.',
  fix: 'write depends for all tasks, with results such as .Succeeded, .Failed or .Skipped',
  engine:
    /cannot begin with a digit|cannot use both 'depends'|cannot use 'continueOn'|task result|items-based condition/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          dag:
            tasks:
              - name: fetch
                template: pause
              - name: train
                template: pause
                depends: fetch.Suceeded
        - name: pause
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          dag:
            tasks:
              - name: fetch
                template: pause
              - name: train
                template: pause
                depends: fetch.Succeeded
        - name: pause
          suspend: {}
  `,
  *check(project) {
    for (const placed of templatesIn(project)) {
      const { object, template } = placed;
      const { document } = object;
      const tasks = template.dag?.tasks ?? [];
      const usesDepends = tasks.some(({ depends = '' }) => depends !== '');
      const { direct } = dagDependencies(placed);
      for (const { name, at, step } of placed.calls) {
        if (!('depends' in step || 'dependencies' in step) && !usesDepends) continue;
        const { depends = '', dependencies = [], continueOn } = step as DAGTask;
        if ((usesDepends || dependencies.length > 0) && /^\d/.test(name))
          yield {
            document,
            path: [...at, 'name'],
            message: `'${name}' begins with a digit, and tasks wait for each other`,
          };
        if (usesDepends && dependencies.length > 0)
          yield {
            document,
            path: [...at, 'dependencies'],
            message: `'${name}' has dependencies, and tasks beside it have depends`,
          };
        if (usesDepends && continueOn !== undefined)
          yield {
            document,
            path: [...at, 'continueOn'],
            message: `'${name}' has continueOn, and tasks beside it have depends`,
            fix: `write ${name}.Failed or ${name}.Errored where it is waited for`,
          };
        for (const [, task = '', result = ''] of depends.matchAll(/([a-zA-Z0-9][-a-zA-Z0-9]*?)\.([A-Z][a-zA-Z]+)/g)) {
          if (results.includes(result)) continue;
          const meant = suggest(result, results);
          yield {
            document,
            path: [...at, 'depends'],
            message: `'${result}' is no result of '${task}'`,
            fix: meant === undefined ? `results are ${results.join(', ')}` : `did you mean ${task}.${meant}?`,
          };
        }
        for (const [task, kind] of direct.get(name) ?? []) {
          const other = placed.calls.find((call) => call.name === task)?.step;
          if (kind === 'items' && other !== undefined && !isLoop(other))
            yield {
              document,
              path: [...at, 'depends'],
              message: `'${name}' asks for the items of '${task}', which is no loop`,
            };
        }
      }
    }
  },
};

const results = ['Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted', 'Daemoned', 'AnySucceeded', 'AllFailed'];

function isLoop({ withItems, withParam = '', withSequence }: DAGTask | WorkflowStep): boolean {
  return (withItems ?? []).length > 0 || withParam !== '' || withSequence !== undefined;
}
