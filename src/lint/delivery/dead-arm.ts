import { evaluateDepends, taskDependencies } from '../../expr/argo/depends';
import type { DAGTask } from '../../schemas/argo/types';
import { type Call, type PlacedTemplate, templateCalled, templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Project } from '../project';
import type { Rule } from '../rule';

/** @internal */
export const deadArm: Rule = {
  code: 'MLL4062',
  title: 'an arm for a failure that can not be reached',
  severity: 'error',
  why: 'A step that fails ends its steps, and a task that fails is not followed by what only waits for it: the revert never happens.',
  fix: 'let the gate end well and write its verdict to an output; or add continueOn: { failed: true }, in a DAG depends: gate.Failed',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: gate
                template: run
            - - name: revert
                template: run
                when: "'{{steps.gate.status}}' == 'Failed'"
        - name: run
          container:
            image: checker:1.4.2
            command: [check]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: gate
                template: run
                continueOn:
                  failed: true
            - - name: revert
                template: run
                when: "'{{steps.gate.status}}' == 'Failed'"
        - name: run
          container:
            image: checker:1.4.2
            command: [check]
  `,
  *check(project) {
    for (const placed of templatesIn(project)) {
      for (const call of placed.calls) {
        const [, name = '', status, other] = asksForFailure.exec(call.step.when ?? '') ?? [];
        const gate = placed.calls.find((each) => each.name === name);
        if (gate === undefined) continue;
        // Not to have succeeded is to be skipped, too, or to run as a daemon.
        if (other !== undefined && mayNotEnd(project, placed, gate)) continue;
        const ends = other === undefined ? [status ?? 'Failed'] : ['Failed', 'Error', 'Omitted'];
        if (ends.some((end) => mayRunAfter(placed, call, gate, end))) continue;
        yield {
          document: placed.object.document,
          path: [...call.at, 'when'],
          message: `'${call.name}' is for a failure of '${name}', and does not run after one`,
          fix: `let '${name}' end well and write its verdict to an output; or ${wayAfter(call, gate, status)}`,
        };
      }
    }
  },
};

/** One comparison, which only a failure makes true. */
const asksForFailure =
  /^\s*['"]?\{\{\s*(?:steps|tasks)\.([\w-]+)\.(?:status\s*\}\}['"]?\s*(?:==\s*['"]?(Failed|Error)|(!=)\s*['"]?Succeeded)['"]?|exitCode\s*\}\}['"]?\s*(?:!=\s*['"]?0['"]?|==\s*['"]?[1-9]\d*['"]?))\s*$/;

function wayAfter({ word }: Call, { name }: Call, status = 'Failed'): string {
  if (word === 'tasks') return `write depends: ${name}.${status === 'Error' ? 'Errored' : 'Failed'}`;
  return `give it continueOn: { ${status === 'Error' ? 'error' : 'failed'}: true }`;
}

/** Whether a step may neither succeed nor fail. */
function mayNotEnd(project: Project, { object }: PlacedTemplate, { step, at }: Call): boolean {
  if ((step.when ?? '') !== '' || (step.withItems ?? step.withParam ?? step.withSequence) !== undefined) return true;
  const called = templateCalled(project, object, { step, at });
  return called === undefined || called === 'unknown' || called.template.daemon === true;
}

function mayRunAfter({ calls }: PlacedTemplate, call: Call, gate: Call, end: string): boolean {
  const { failed = false, error = false } = gate.step.continueOn ?? {};
  if (call.word === 'steps') {
    if (end === 'Omitted') return false;
    return gate.group >= call.group || (end === 'Error' ? error : failed || error);
  }
  const tasks = new Map(calls.map(({ name, step }) => [name, step as DAGTask]));
  const waits = taskDependencies(call.step as DAGTask, (name) => tasks.get(name));
  if (!waits.ok || !waits.value.tasks.has(gate.name)) return true;
  const answer = evaluateDepends(waits.value, (name) => ({
    ...{
      Succeeded: name !== gate.name,
      Failed: false,
      Errored: false,
      Skipped: false,
      Omitted: false,
      Daemoned: false,
    },
    ...{ AnySucceeded: name !== gate.name, AllFailed: name === gate.name && end !== 'Omitted' },
    ...(name === gate.name ? { [end === 'Error' ? 'Errored' : end]: true } : {}),
  }));
  return !answer.ok || answer.value;
}
