import { leafRefs } from '../../../core/graph/captures';
import type { ForEachNode, StepNode } from '../../../core/graph/node';
import { tektonGaps } from '../../../core/portability';
import { type Composed, RefNode } from '../../../core/ref';
import type { TaskGraph } from '../../../core/task';
import type { ValueType } from '../../../core/value-type';
import { wire } from '../../../core/wire';
import type { Expression } from '../../../programs/values/expression';
import { isIn } from '../value/guard';
import { literal, literalJson } from '../value/literal';
import { asValue, expressionOf, type Value, worked } from '../value/value';
import { type Context, result, type Where } from './context';
import { itemText, type Loop } from './draft';
import type { Instance, Values } from './instance';
import type { Lowered } from './lower-block';
import { argumentsOf, narrowerInputs } from './lower-step';

/**
 * A loop as a task with a matrix: one pod for each item. Each hands on its key and what belongs to it, since Tekton gathers
 * results in an order of its own.
 *
 * @see https://tekton.dev/docs/pipelines/matrix/
 * @internal
 */
export function lowerForEach(node: ForEachNode, instance: Instance, where: Where, context: Context): Lowered {
  if (node.parallelism !== undefined) throw context.gap(tektonGaps.loopParallelism, `forEach '${node.name}'`);
  const { step, task, outputs } = onlyTask(node, context);
  const { items, all, guards, ends } = itemsOf(node, instance, where, context);
  const name = context.name(step.name, where.owner);
  const item: Expression = { kind: 'given', name: itemText };
  const key: Expression =
    node.key === undefined
      ? item
      : { kind: 'field', of: item, name: node.key, type: fieldType(node.itemType, node.key) };
  const loop: Loop = { items, key, outputs };
  const args = argumentsOf(task, step.args, instance);
  const work = { kind: 'run', task, args, narrower: narrowerInputs(task, step.args) } as const;
  context.add({ name, guards: where.guards, stepGuards: guards, after: where.after, work, loop }, where);
  instance.made(node, gatheredOf(node, all, `$(tasks.${name}.results.member[*])`));
  return { ends: [...ends, name] };
}

function gatheredOf(node: ForEachNode, items: Expression, members: string): Values {
  const single: Record<string, ValueType> = {};
  for (const [name, type] of Object.entries(node.outputs))
    if (name !== 'members' && type.kind === 'list') single[name] = type.of;
  const { itemType, key } = node;
  const gathered = (output: string | undefined): Value =>
    worked({ kind: 'gathered', members, items, itemType, key, output, outputs: single });
  const lists = Object.keys(single).map((output) => [output, gathered(output)] as const);
  return { ...Object.fromEntries(lists), members: gathered(undefined) };
}

interface Items {
  readonly items: Loop['items'];
  /** All of them, for who puts what they handed on into their order. */
  readonly all: Expression;
  readonly guards: readonly ReturnType<typeof isIn>[];
  readonly ends: readonly string[];
}

/** The items of a list that is known, or of one that a task takes apart; that one also says whether there are any. */
function itemsOf(node: ForEachNode, instance: Instance, where: Where, context: Context): Items {
  const { items, itemType, name, block, key } = node;
  const type: ValueType = { kind: 'list', of: itemType };
  if (!RefNode.is(items) && leafRefs(items).length === 0) {
    const list = items as readonly unknown[];
    if (list.length > 256) throw context.gap(tektonGaps.loopSize, `forEach '${name}'`);
    const isJson = itemType.kind === 'record' || itemType.kind === 'list';
    const texts = list.map((item) => (isJson ? literalJson(item) : literal(wire(item, itemType))));
    return { items: texts, all: { kind: 'text', text: literalJson(list) }, guards: [], ends: [] };
  }
  const ref = RefNode.is(items)
    ? items
    : new RefNode(block, { kind: 'compose', value: items as Composed }, type, `the items of '${name}'`);
  const all = expressionOf(asValue(ref, type, instance));
  const task = context.workOut(
    `${name}-items`,
    [
      { name: 'items', expression: { kind: 'items', of: all, itemType, key }, result: 'array' },
      { name: 'some', expression: { kind: 'some', of: all }, result: 'string' },
    ],
    where,
  );
  return {
    items: `$(tasks.${task}.results.items[*])`,
    all,
    guards: [isIn(result(task, 'some'), 'true')],
    ends: [task],
  };
}

function onlyTask(
  node: ForEachNode,
  context: Context,
): { readonly step: StepNode; readonly task: TaskGraph; readonly outputs: ReadonlyMap<string, string> } {
  const [step, second] = node.body.nodes;
  const outputs = new Map<string, string>();
  let isOwn = true;
  for (const [name, ref] of Object.entries(node.body.outputs)) {
    if (RefNode.is(ref) && ref.source.kind === 'output' && ref.source.node === step) outputs.set(name, ref.source.name);
    else isOwn = false;
  }
  if (step?.kind === 'step' && step.unit.kind === 'task' && second === undefined && isOwn)
    return { step, task: step.unit, outputs };
  throw context.gap(tektonGaps.loopBlock, `forEach '${node.name}'`);
}

function fieldType(type: ValueType, name: string): ValueType {
  return (type.kind === 'record' ? type.fields[name] : undefined) ?? { kind: 'text' };
}
