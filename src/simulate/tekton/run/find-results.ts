import { isMatrixed } from '../plan/matrix';
import { type ResultReference, resultReferences } from '../plan/result-references';
import { asValue, isList, type Value } from '../plan/value';
import { Variables } from '../plan/variables';
import type { PipelineRun, TaskState } from './pipeline-run';
import { isFailure, isSuccessful } from './task-states';

/** The results that a task reads; or which of them is not there, in the engine's words. @internal */
export type FoundResults =
  | { readonly variables: Variables }
  | {
      readonly missing: ResultReference;
      readonly of: TaskState | undefined;
      readonly message: string;
      /** A list is there, and too short. */
      readonly outOfBounds?: boolean;
    };

/** As `ResolveResultRefs`: all of them, or none. @internal */
export function findResults({ tasks }: PipelineRun, state: TaskState): FoundResults {
  const variables = new Variables();
  for (const reference of resultReferences(state.task)) {
    const { task, result, index } = reference;
    const of = tasks.find(({ name }) => name === task);
    const lacks = (message: string, outOfBounds = false): FoundResults => ({
      missing: reference,
      of,
      message,
      outOfBounds,
    });
    if (of === undefined) return lacks(`could not find task "${task}" referenced by result`);
    if (!isSuccessful(of) && !isFailure(of)) return lacks(`task "${task}" referenced by result was not finished`);
    const value = resultOf(of, result);
    if (value === undefined)
      return lacks(`invalid result reference: Could not find result with name ${result} for pipeline task ${task}`);
    variables.set(`tasks.${task}.results.${result}`, value);
    if (index !== undefined && isList(value) && index >= value.length)
      return lacks(
        `array Result Index ${index} for Task ${task} Result ${result} is out of bound of size ${value.length}`,
        true,
      );
  }
  return { variables };
}

/** As `CheckMissingResultReferences`: what is wrong, nothing where all is there. @internal */
export function missingResult({ tasks }: PipelineRun, state: TaskState): string | undefined {
  for (const { task, result } of resultReferences(state.task)) {
    const of = tasks.find(({ name }) => name === task);
    const first = of?.children[0];
    if (of === undefined) return `Result reference error: Could not find ref "${task}" in internal pipelineRunState`;
    if (first === undefined) return `Result reference error: Internal result ref "${task}" has zero-length TaskRuns`;
    if (!first.results.has(result)) {
      return isSuccessful(of)
        ? `task "${task}" completed successfully but did not emit the result "${result}", which is referenced by task "${state.name}"`
        : `invalid result reference: Could not find result with name ${result} for pipeline task ${task}`;
    }
  }
  return undefined;
}

/** A result of a task; of a matrix, all that its runs left, in the order of their names. @internal */
export function resultOf(state: TaskState, result: string): Value | undefined {
  if (state.plan.kind === 'pipeline') return undefined;
  if (state.plan.kind === 'custom') {
    const text = state.children[0]?.results.get(result);
    return typeof text === 'string' ? asListIfJson(text) : text;
  }
  if (isMatrixed(state.source.matrix)) return matrixResults(state).get(result);
  return state.children[0]?.results.get(result);
}

/** @internal */
export function matrixResults(state: TaskState): ReadonlyMap<string, readonly string[]> {
  if (state.matrixResults !== undefined) return state.matrixResults;
  const all = new Map<string, string[]>();
  const children = [...state.children].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { results } of children) {
    for (const [name, value] of results) {
      const own = all.get(name) ?? [];
      all.set(name, own);
      own.push(typeof value === 'string' ? value : '');
    }
  }
  if (state.children.length > 0 && (isSuccessful(state) || isFailure(state))) state.matrixResults = all;
  return all;
}

function asListIfJson(text: string): Value {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string'))
      return asValue(value);
  } catch {
    // Any other text is what it is.
  }
  return text;
}
