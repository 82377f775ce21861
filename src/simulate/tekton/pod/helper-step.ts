import type { Environment } from '../../../programs/environment';
import { handOn } from '../../../programs/hand-on/hand-on';
import { takeInputs } from '../../../programs/take-inputs/take-inputs';
import type { TextFiles } from '../../../programs/text-files';
import type { Step } from '../../../schemas/tekton/types';

/** Runs one of our own steps that hand values on, on the files of a pod; returns what it has to complain of. @internal */
export function runHelper(
  helper: 'take-inputs' | 'hand-on',
  { command = [], args = [], env = [] }: Step,
  files: Map<string, string>,
): readonly string[] {
  const environment: Environment = Object.fromEntries(
    env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, expanded(String(value))]])),
  );
  const place: TextFiles = {
    read: (path) => files.get(path),
    write: (path, text) => void files.set(path, text),
  };
  const words = [...command, ...args].map(expanded);
  const given = words.slice(words.findIndex((word) => word.endsWith(`/${helper}.mjs`)) + 1);
  try {
    return helper === 'hand-on' ? handOn(environment, given, place) : takeInputs(environment, given, place);
  } catch (problem) {
    return [problem instanceof Error ? problem.message : String(problem)];
  }
}

/** What the kubelet makes of a text; our own steps have no variables in theirs. */
function expanded(text: string): string {
  return text.replaceAll('$$', '$');
}
