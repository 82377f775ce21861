import type { Environment } from '../environment';
import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { disk, type TextFiles } from '../text-files';
import { evaluate, holds } from '../values/evaluate';
import type { Guard } from '../values/expression';
import { type Given, readGiven } from '../values/given';
import { jsonVariable } from '../values/json-variable';
import { misfit } from '../values/misfit';
import { type Taken, variables } from './contract';

/**
 * Checks the values that a task or a run is given, works out others from them, and leaves these in files.
 *
 * Returns what is wrong with them, all of it; nothing is written then.
 *
 * @internal
 */
export function takeInputs(
  environment: Environment,
  args: readonly string[],
  place: TextFiles = disk,
): readonly string[] {
  const values = jsonVariable<readonly Taken[]>(environment, variables.values);
  const files = jsonVariable<{ readonly [name: string]: string }>(environment, variables.files, {});
  const stepFiles = jsonVariable<{ readonly [name: string]: string }>(environment, variables.stepFiles, {});
  const when = jsonVariable<readonly Guard[]>(environment, variables.when, []);
  const given = readGiven(args);
  if (!when.every((guard) => holds(guard, given))) {
    for (const { name, value } of values) writeIfWanted(place, files[name], value.kind === 'items' ? '[""]' : '');
    return [];
  }
  const taken = values.map((value) => ({ ...value, ...textOf(value, given) }));
  const problems = taken.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]));
  const left = taken.flatMap(({ name, text }) => [
    ...(name in files ? [{ file: files[name], text }] : []),
    // Tekton puts nothing in the place of a step's result that it can read as an array or an object, or as null.
    ...(name in stepFiles ? [{ file: stepFiles[name], text: JSON.stringify(text) }] : []),
  ]);
  const bytes = left.reduce((sum, { text }) => sum + Buffer.byteLength(JSON.stringify(text)), 0);
  if (problems.length === 0 && bytes > maxBytes) {
    problems.push(`the values have ${bytes} bytes, and Tekton hands on ${maxBytes} at the most`);
  }
  if (problems.length > 0) return problems;
  for (const { file, text } of left) writeIfWanted(place, file, text);
  return [];
}

function writeIfWanted(place: TextFiles, file: string | undefined, text: string): void {
  if (file !== undefined) place.write(file, text);
}

/** What a step can leave in its termination message, which has 4096 bytes and tells more than the values. */
const maxBytes = 3500;

function textOf({ value, type }: Taken, given: Given): { readonly text: string; readonly problem: string | undefined } {
  try {
    const text = evaluate(value, given);
    const problem = type === undefined ? undefined : misfit(text, type);
    return { text, problem: problem === undefined ? undefined : `${problem}: ${excerpt(text, 80)}` };
  } catch (problem) {
    if (problem instanceof InputError) return { text: '', problem: problem.message };
    throw problem;
  }
}
