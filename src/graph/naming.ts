import { type Callee, calleeOf } from './callee';
import type { Definition } from './definitions';
import { listAt, mapAt, textAt } from './field';
import { type Naming, passedInputs, passedThrough, type Subject } from './subject';
import { groupsOf, tasksOf } from './template-form';

/** How deep an output is followed to the step that made it. */
const deepest = 20;

/** What references mean inside a template that is called at a path. @internal */
export function namingIn(
  { template, definition }: Callee,
  path: string,
  inputs: ReadonlyMap<string, Subject>,
  all: readonly Definition[],
  level = 0,
): Naming {
  const naming: Naming = {
    path,
    inputs,
    output(step, parameter) {
      const call = [...groupsOf(template).flat(), ...tasksOf(template)].find((each) => textAt(each, 'name') === step);
      const callee = call && level < deepest ? calleeOf(call, definition, all) : undefined;
      if (call === undefined || callee === undefined) return undefined;
      const inner = namingIn(callee, `${path}/${step}`, passedInputs(call, naming), all, level + 1);
      return passedThrough(outputText(callee, parameter), inner);
    },
  };
  return naming;
}

function outputText({ template }: Callee, parameter: string): string {
  const found = listAt(template, 'outputs', 'parameters').find((each) => textAt(each, 'name') === parameter);
  const from = mapAt(found, 'valueFrom');
  return textAt(from, 'parameter') || textAt(from, 'expression');
}
