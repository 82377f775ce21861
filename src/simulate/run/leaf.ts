import { anyString } from '../plan/any-string';
import type { TemplatePlan } from '../plan/template-plan';
import type { Leaf } from '../scenario/executor';
import type { Node } from './node';
import { fillIn, type Processed } from './processed';
import type { Run } from './run';

/** What an executor is told of a node. @internal */
export function leafOf(run: Run, node: Node, processed: Processed): Leaf {
  const { template, head, inputs } = processed;
  const path = nodePath(node.name);
  return {
    workflow: run.plan.name,
    namespace: run.plan.namespace,
    name: node.name,
    path,
    own: path.slice(path.lastIndexOf('.') + 1),
    template: template.name,
    kind: template.kind ?? 'container',
    attempt: node.retried ? Number(/\((\d+)\)$/.exec(node.name)?.[1] ?? 0) : 0,
    inputs: Object.fromEntries(inputs.parameters.map(({ name, value = '' }) => [name, value])),
    outputs: (head.outputs?.parameters ?? []).map(({ name, valueFrom, enum: words }) => ({
      name,
      path: valueFrom?.path,
      default: anyString(valueFrom?.default),
      enum: words,
    })),
    readsResult: readsResult(node),
    manifest() {
      const filled = fillIn(processed, template.source);
      return { ...(filled.ok ? filled.value : template.source), inputs: head.inputs ?? {} };
    },
  };
}

/** A node's name without the workflow's, groups of steps and attempts; items of loops keep their index. @internal */
export function nodePath(name: string): string {
  return name
    .replaceAll(/\[\d+\]/g, '')
    .replace(/^[^.]*\.?/, '')
    .replaceAll(/\(\d+\)/g, '');
}

const known = new WeakMap<TemplatePlan, Map<string, boolean>>();

/** Tells whether the template around a node reads what it prints. @internal */
export function readsResult({ name, boundary }: Node): boolean {
  const around = boundary?.processed?.template;
  if (around === undefined) return false;
  const own = nodePath(name).replaceAll(/\(\d+:[^()]*\)/g, '');
  const step = own.slice(own.lastIndexOf('.') + 1);
  let steps = known.get(around);
  if (steps === undefined) {
    steps = new Map();
    known.set(around, steps);
  }
  let found = steps.get(step);
  if (found === undefined) {
    const kind = around.kind === 'dag' ? 'tasks' : 'steps';
    found = [`${kind}.${step}.`, `${kind}['${step}'].`, `${kind}[\\"${step}\\"].`].some((name) =>
      around.text.includes(`${name}outputs.result`),
    );
    steps.set(step, found);
  }
  return found;
}
