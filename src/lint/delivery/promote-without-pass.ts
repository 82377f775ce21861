import { evaluateDepends, type TaskResults, taskDependencies } from '../../expr/argo/depends';
import type { DAGTask } from '../../schemas/argo/types';
import { dagDependencies } from '../argo/dag-dependencies';
import { type Call, type PlacedTemplate, templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Problem } from '../finding';
import { mapsIn, textIn } from '../members';
import type { Rule } from '../rule';
import { type PlacedPipeline, pipelinesIn, tasksBefore } from '../tekton/across/pipelines';
import { isDelivery, isGate, isPromotion } from './words';

/** @internal */
export const promoteWithoutPass: Rule = {
  code: 'MLL4059',
  title: 'a promotion that does not need the gate',
  severity: 'warning',
  why: 'What nobody tested, or what failed, reaches users. A skipped step does not stop what only comes after it.',
  fix: 'let the promotion read the verdict: a when on an output of the gate that is compared with pass',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      params:
        - name: health-check-enabled
          default: 'true'
      tasks:
        - name: health-check
          taskRef:
            name: health-check
          when:
            - input: $(params.health-check-enabled)
              operator: in
              values: ['true']
        - name: deploy-model
          taskRef:
            name: deploy-model
          runAfter: [health-check]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: health-check
          taskRef:
            name: health-check
        - name: deploy-model
          taskRef:
            name: deploy-model
          when:
            - input: $(tasks.health-check.results.verdict)
              operator: in
              values: [pass]
        - name: hold
          taskRef:
            name: hold
          when:
            - input: $(tasks.health-check.results.verdict)
              operator: notin
              values: [pass]
  `,
  *check(project) {
    for (const placed of templatesIn(project)) yield* inArgo(placed);
    for (const pipeline of pipelinesIn(project)) yield* inTekton(pipeline);
  },
};

function* inArgo(placed: PlacedTemplate): Generator<Problem> {
  const { object, calls } = placed;
  const gates = calls.filter((call) => isGate(call.name));
  for (const call of calls) {
    // What it is asked for may be the verdict of any of them.
    if (gates.includes(call) || !isDelivery(nameOf(call)) || /\b(?:steps|tasks)\b/.test(call.step.when ?? '')) continue;
    for (const gate of gates) {
      const why = call.word === 'steps' ? inSteps(call, gate) : inDag(placed, call, gate);
      if (why === undefined) continue;
      yield { document: object.document, path: call.at, message: `'${call.name}' ${why}` };
      break;
    }
  }
}

const nameOf = ({ name, step }: Call): string => `${name}.${step.template ?? step.templateRef?.template ?? ''}`;

function inSteps(call: Call, gate: Call): string | undefined {
  if (gate.group === call.group && isPromotion(nameOf(call)))
    return `starts together with '${gate.name}', whatever that finds`;
  if (gate.group >= call.group) return undefined;
  if ((gate.step.when ?? '') !== '') return `runs if '${gate.name}' is skipped, too`;
  const { failed = false, error = false } = gate.step.continueOn ?? {};
  return failed || error ? `runs if '${gate.name}' fails, too` : undefined;
}

function inDag(placed: PlacedTemplate, call: Call, gate: Call): string | undefined {
  const { ancestorsOf } = dagDependencies(placed);
  if (!ancestorsOf(call.name).includes(gate.name)) {
    const isBefore = ancestorsOf(gate.name).includes(call.name);
    return isBefore || !isPromotion(nameOf(call)) ? undefined : `does not wait for '${gate.name}'`;
  }
  const tasks = new Map(placed.calls.map(({ name, step }) => [name, step as DAGTask]));
  const waits = taskDependencies(call.step as DAGTask, (name) => tasks.get(name));
  if (!waits.ok || !waits.value.tasks.has(gate.name)) return undefined;
  const runsIf = (result: keyof TaskResults): boolean => {
    const answer = evaluateDepends(waits.value, (name) => ended(name === gate.name ? result : 'Succeeded'));
    return answer.ok && answer.value;
  };
  if (runsIf('Failed') || runsIf('Errored')) return `runs if '${gate.name}' fails, too`;
  return (gate.step.when ?? '') !== '' && runsIf('Skipped') ? `runs if '${gate.name}' is skipped, too` : undefined;
}

function ended(result: keyof TaskResults): TaskResults {
  const none = { Succeeded: false, Failed: false, Errored: false, Skipped: false, Omitted: false, Daemoned: false };
  return { ...none, AnySucceeded: result === 'Succeeded', AllFailed: result === 'Failed', [result]: true };
}

function* inTekton(pipeline: PlacedPipeline): Generator<Problem> {
  const gates = pipeline.tasks.filter(({ name, isFinal }) => isGate(name) && !isFinal);
  for (const task of pipeline.tasks) {
    if (gates.includes(task) || !isDelivery(task.name)) continue;
    const asked = mapsIn(task.task.when).map(([, { input, cel }]) => `${textIn(input)} ${textIn(cel)}`);
    if (asked.some((text) => /tasks\./.test(text))) continue;
    const before = tasksBefore(pipeline, task);
    for (const gate of gates) {
      const why = inPipeline(pipeline, task, gate, before);
      if (why === undefined) continue;
      yield { document: pipeline.document, path: task.at, message: `'${task.name}' ${why}` };
      break;
    }
  }
}

type Task = PlacedPipeline['tasks'][number];

function inPipeline(pipeline: PlacedPipeline, task: Task, gate: Task, before: ReadonlySet<string>): string | undefined {
  if (task.isFinal)
    return isPromotion(task.name) ? `runs at the end of every run, also when '${gate.name}' failed` : undefined;
  if (!before.has(gate.name)) {
    const isBefore = tasksBefore(pipeline, gate).has(task.name);
    return isBefore || !isPromotion(task.name) ? undefined : `does not wait for '${gate.name}'`;
  }
  // Who reads a result of it is skipped with it.
  const reads = JSON.stringify(task.task).includes(`$(tasks.${gate.name}.results`);
  if (gate.task.onError === 'continue' && !reads) return `runs if '${gate.name}' fails, too`;
  const isOptional = mapsIn(gate.task.when).length > 0;
  return isOptional && !reads && task.waitsFor.has(gate.name) ? `runs if '${gate.name}' is skipped, too` : undefined;
}
