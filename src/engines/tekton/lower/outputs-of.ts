import { kebabCase } from '../../../core/names';
import type { TaskGraph } from '../../../core/task';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import type { Output } from '../../../programs/hand-on/contract';
import type { Loop } from './draft';

/** What a task hands on: all its outputs, or under the names of a loop those that the loop hands on. @internal */
export function outputsOf(task: TaskGraph, loop: Loop | undefined): readonly Output[] {
  const named =
    loop === undefined ? Object.keys(task.outputs).map((name) => [kebabCase(name), name]) : [...loop.outputs];
  return named.flatMap(([name = '', output = '']) => {
    const declared = task.outputs[output];
    if (declared === undefined || declared.type.kind === 'artifact') return [];
    const fallback = defaultOf(task, output);
    const file = `/out/${kebabCase(output)}`;
    return [{ name, file, type: declared.type, ...(fallback === undefined ? {} : { default: fallback }) }];
  });
}

/** What an output is when the program left none. */
function defaultOf(task: TaskGraph, name: string): string | undefined {
  const declared = task.outputs[name];
  if (declared === undefined || isVerdict(declared.type)) return undefined;
  if (declared.default !== undefined) return wire(declared.default, declared.type);
  if (task.verdict === undefined || declared.type.kind !== 'text') return undefined;
  return name === 'reason' ? `${task.name} left no reason` : '';
}
