import type { EndedOutcome } from '../../scenario/outcome';
import { resultPath, type StepPlan } from '../plan/step-plan';
import type { Value } from '../plan/value';
import type { Child } from '../run/child';
import { type SampleHints, sampleOutput } from './sample-step';
import { resultValue } from './task-variables';

/** Writes what a step leaves: what the scenario says, and samples after a good end. @internal */
export function writeOutputs(hints: SampleHints, { task, files }: Child, step: StepPlan, outcome: EndedOutcome): void {
  const { exitCode = 0, outputs = {} } = outcome;
  const own = new Set(step.outputs.map(({ name }) => name));
  for (const output of step.outputs) {
    const said = Object.hasOwn(outputs, output.name) ? outputs[output.name] : undefined;
    if (said !== undefined && said !== null) files.set(output.path, said);
    else if (said === undefined && outputs['*'] !== null && exitCode === 0)
      files.set(output.path, sampleOutput(output, hints));
  }
  // Who speaks of the task as a whole need not know which of its steps writes a result.
  for (const { name } of task.spec.results ?? []) {
    const said = outputs[name];
    if (own.has(name) || !step.isMain || said === undefined) continue;
    if (said === null) files.delete(resultPath(name));
    else files.set(resultPath(name), said);
  }
}

/** Reads the results of a task from the files that its steps left. @internal */
export function readResults(child: Child): void {
  const results = new Map<string, Value>();
  for (const { name, type, value } of child.task.spec.results ?? []) {
    const from = typeof value === 'string' ? /^\$\(steps\.([\w-]+)\.results\.([\w.-]+)\)$/.exec(value) : null;
    const path = from === null ? resultPath(name) : `/tekton/steps/step-${from[1]}/results/${from[2]}`;
    const text = child.files.get(path);
    if (text !== undefined) results.set(name, resultValue(text, type));
  }
  child.results = results;
}
