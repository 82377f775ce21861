import { suggest } from '../../../core/suggest';
import { circleIn } from '../../circle';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { dagDependencies } from '../dag-dependencies';
import { templatesIn } from '../templates';

/** @internal */
export const dagOrder: Rule = {
  code: 'MLL2033',
  title: 'tasks that wait for what there is not, or for each other',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'name tasks of the same DAG, in no circle',
  engine:
    /sorting failed|dependency '.*' not defined|dependency cycle|must have at least one task|target '.*' is not defined|invalid dependency/,
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
              - name: train
                template: pause
                dependencies: [fetch]
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
                dependencies: [fetch]
        - name: pause
          suspend: {}
  `,
  *check(project) {
    for (const placed of templatesIn(project)) {
      const { object, template, at, calls } = placed;
      const { document } = object;
      if (template.dag === undefined) continue;
      const path = [...at, 'dag', 'tasks'];
      if (calls.length === 0)
        yield { document, path: [...at, 'dag'], message: `the DAG of '${placed.name}' has no task` };
      const { unknown, direct } = dagDependencies(placed);
      const names = calls.map(({ name }) => name);
      const placeOf = (task: string) => {
        const call = calls.find(({ name }) => name === task);
        if (call === undefined) return path;
        return [...call.at, 'depends' in call.step ? 'depends' : 'dependencies'];
      };
      for (const [task, name] of unknown) {
        const meant = suggest(name, names);
        const fix = meant === undefined ? undefined : `did you mean '${meant}'?`;
        yield { document, path: placeOf(task), message: `'${task}' waits for '${name}', which there is not`, fix };
      }
      const circle = circleIn(new Map([...direct].map(([task, waits]) => [task, [...waits.keys()]])));
      if (circle !== undefined)
        yield { document, path: placeOf(circle[0] ?? ''), message: `tasks wait for each other: ${circle.join(' → ')}` };
      for (const target of (template.dag.target ?? '').split(' ')) {
        if (target !== '' && !target.includes('{{') && !names.includes(target))
          yield { document, path: [...at, 'dag', 'target'], message: `the target '${target}' is no task` };
      }
    }
  },
};
