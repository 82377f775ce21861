import { own } from '../../../core/own';
import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { pipelinesIn } from './pipelines';
import { textsIn } from './texts';

/** @internal */
export const unreplacedVariable: Rule = {
  code: 'MLL2513',
  title: 'a reference that Tekton leaves as it is',
  severity: 'error',
  why: 'Tekton knows no such variable, says nothing, and hands on its text: a condition that asks for it never holds.',
  fix: 'write $(tasks.NAME.status), $(tasks.NAME.reason), $(tasks.NAME.results.RESULT) or $(context.pipelineRun.name)',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: gate
          taskRef:
            name: gate
      finally:
        - name: revert
          taskRef:
            name: revert
          when:
            - input: $(tasks.gate.state)
              operator: in
              values: [Failed]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: gate
          taskRef:
            name: gate
      finally:
        - name: revert
          taskRef:
            name: revert
          when:
            - input: $(tasks.gate.status)
              operator: in
              values: [Failed]
  `,
  *check(project) {
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { task, at } of tasks) {
        // What stands inside is of the Task: its own variables are others.
        const { taskSpec: _, pipelineSpec: __, ...own } = task;
        for (const { text, path } of textsIn(own, at)) {
          for (const [whole, root = '', rest = ''] of text.matchAll(references)) {
            const meant = instead(root, rest.slice(1).split(/[.[]/));
            if (meant === undefined) continue;
            const fix = meant === '' ? undefined : `did you mean '$(${meant})'?`;
            yield { document, path, message: `'${whole}' stays as it is: there is no such variable`, fix };
          }
        }
      }
    }
  },
};

/** Those of params, workspaces and results are checked by Tekton. */
const references = /\$\((tasks|context)((?:\.[\w-]+|\[[^\]]*\])+)\)/g;

const ofTasks = ['status', 'reason', 'results', 'outputs', 'matrix'];
const ofContext: Readonly<Record<string, readonly string[]>> = {
  pipelineRun: ['name', 'namespace', 'uid'],
  pipeline: ['name'],
  pipelineTask: ['retries'],
  taskRun: ['name', 'namespace', 'uid'],
  task: ['name', 'retry-count'],
};

/** Nothing for one that there is; else what was probably meant, or empty text. */
function instead(root: string, [first = '', second, ...more]: readonly string[]): string | undefined {
  if (root === 'tasks') {
    if (second === undefined) return first === 'status' ? undefined : '';
    if (ofTasks.includes(second)) return undefined;
    const meant = second === 'state' || second === 'phase' ? 'status' : suggest(second, ofTasks);
    return meant === undefined ? '' : ['tasks', first, meant, ...more].join('.');
  }
  const fields = own(ofContext, first);
  if (fields?.includes(second ?? '') === true) return undefined;
  const owner = fields === undefined ? suggest(first, Object.keys(ofContext)) : first;
  if (owner === undefined) return '';
  const known = own(ofContext, owner) ?? [];
  const field = known.includes(second ?? '') ? second : (suggest(second ?? '', known) ?? known[0]);
  return `context.${owner}.${field}`;
}
