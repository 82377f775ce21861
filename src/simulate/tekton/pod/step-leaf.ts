import type { Step } from '../../../schemas/tekton/types';
import type { Leaf } from '../../scenario/executor';
import type { StepPlan } from '../plan/step-plan';
import { valueText } from '../plan/value';
import type { Child } from '../run/child';

/** What an executor is told of a step. @internal */
export function stepLeaf(
  run: { readonly name: string; readonly namespace: string },
  child: Child,
  step: StepPlan,
  filledIn: Step,
): Leaf {
  const names = stepNames(child.path, child.task.name, step);
  return {
    workflow: run.name,
    namespace: run.namespace,
    name: `${run.name}.${child.path}.${step.name}`,
    path: step.isMain ? child.path : `${child.path}.${step.name}`,
    own: step.isMain ? child.path : step.name,
    template: child.task.name === '' ? withoutItem(child.path) : child.task.name,
    kind: filledIn.script === undefined ? 'container' : 'script',
    attempt: child.attempt,
    inputs: Object.fromEntries([...child.params].map(([name, value]) => [name, valueText(value)])),
    outputs: step.outputs.map(({ name, path, default: fallback, enum: words }) => ({
      name,
      path,
      default: fallback,
      enum: words,
    })),
    readsResult: false,
    names: [`${run.name}.${child.path}.${step.name}`, ...names],
    manifest: () => asTemplate(child.task.name, filledIn),
  };
}

/** A step as the container of a template, for who looks at what runs. @internal */
export function asTemplate(
  name: string,
  { image = '', command, args, script, env }: Step,
): ReturnType<Leaf['manifest']> {
  const container = {
    image,
    ...(command !== undefined && { command }),
    ...(args !== undefined && { args }),
    ...(script !== undefined && { command: ['sh', '-c'], args: [script] }),
    ...(env !== undefined && { env }),
  };
  return { name, container };
}

/** What a scenario may call a step, the most exact first. @internal */
export function stepNames(path: string, task: string, step: StepPlan): readonly string[] {
  const plain = withoutItem(path);
  const own = [`${path}.${step.name}`, `${plain}.${step.name}`];
  if (step.isMain) return [...own, path, plain, ...(task === '' ? [] : [task])];
  return [...own, ...(task === '' ? [] : [`${task}.${step.name}`]), step.name];
}

/** @internal */
export function withoutItem(path: string): string {
  return path.replaceAll(/\(\d+:[^()]*\)/g, '');
}
