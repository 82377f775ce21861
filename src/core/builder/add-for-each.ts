import { checkArgument, checkScope } from '../check-argument';
import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import type { Block } from '../graph/block';
import type { ForEachNode } from '../graph/node';
import { outputsProxy } from '../outputs-proxy';
import { own } from '../own';
import { asRef, MaybeNode, RefNode } from '../ref';
import type { ForEachOptions } from '../scope';
import type { ValueType } from '../value-type';
import type { BlockBuilder, Handle } from './block-builder';
import { producedBy } from './produced';
import { refuseArtifacts } from './refuse-artifacts';
import { scopeOf } from './scope-of';

/** @internal */
export function addForEach(builder: BlockBuilder, given: unknown, body: unknown, options: ForEachOptions): Handle {
  const at = builder.block.label;
  checkProps(options, ['name', 'after', 'key', 'parallelism'], 'forEach', at);
  const { items, itemType } = checkItems(given, builder.block);
  checkKey(itemType, options.key, items, at);
  checkParallelism(options.parallelism, at);
  if (typeof body !== 'function') {
    throw new PipelineError({
      code: 'MLP1119',
      message: 'forEach has no callback',
      expected: '(p, item) => p.step(…)',
      at,
    });
  }
  if (options.name !== undefined) builder.nameFor(options.name, options.name);
  const { block } = builder.nested(options.name ?? 'each', (inner) => {
    const item = asRef(new RefNode(inner.block, { kind: 'item' }, itemType, 'the item of forEach'));
    inner.block.outputs = producedBy(body(scopeOf(inner), item), inner);
  });
  const name = options.name ?? builder.nameFor(undefined, `each-${block.nodes[0]?.name ?? 'item'}`);
  const single = Object.fromEntries(
    Object.entries(block.outputs).map(([output, ref]) => [output, (ref as RefNode).type]),
  );
  refuseArtifacts(single, 'forEach', at);
  refuseTaken(Object.keys(single), at);
  const outputs: Record<string, ValueType> = {};
  for (const [output, type] of Object.entries(single)) outputs[output] = { kind: 'list', of: type };
  const members: ValueType = { kind: 'list', of: { kind: 'record', fields: { key: { kind: 'text' }, ...single } } };
  const node: ForEachNode = {
    kind: 'forEach',
    name,
    block: builder.block,
    items,
    itemType,
    key: options.key,
    parallelism: options.parallelism,
    body: block,
    outputs: { ...outputs, members },
    after: builder.after(options.after, name),
  };
  builder.add(node);
  const refs = Object.entries(node.outputs).map(([output, type]) => [
    output,
    new RefNode(builder.block, { kind: 'output', node, name: output }, type, `output '${output}' of forEach '${name}'`),
  ]);
  const { members: joined, ...lists } = Object.fromEntries(refs) as { readonly [name: string]: RefNode };
  return builder.handle(node, outputsProxy(lists, 'output', `forEach '${name}'`, at), { members: joined });
}

function checkItems(items: unknown, block: Block): { readonly items: unknown; readonly itemType: ValueType } {
  if (items instanceof MaybeNode) checkScope(items, 'the items of forEach', block);
  if (RefNode.is(items) && items.type.kind === 'list') {
    return { items: checkArgument(items, items.type, 'the items of forEach', block), itemType: items.type.of };
  }
  if (Array.isArray(items) && items.length > 0) {
    const type = inferred(items[0]);
    if (type !== undefined) {
      const list: ValueType = { kind: 'list', of: type };
      return { items: checkArgument(items, list, 'the items of forEach', block), itemType: type };
    }
  }
  throw new PipelineError({
    code: 'MLP1115',
    message: `forEach goes over ${RefNode.is(items) ? `${items.label}, which is ${items.type.kind}` : show(items)}`,
    expected: 'an output or input declared with list, or a list with at least one item',
    at: block.label,
  });
}

/** The type of a literal item; all others of the list must fit it. */
function inferred(value: unknown, around: readonly unknown[] = []): ValueType | undefined {
  if (RefNode.is(value)) return value.type;
  if (typeof value === 'string') return { kind: 'text' };
  if (typeof value === 'number') return { kind: 'number' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value !== 'object' || value === null || Array.isArray(value) || around.includes(value)) return undefined;
  const fields = Object.entries(value).map(([name, field]) => [name, inferred(field, [...around, value])] as const);
  return fields.every((field): field is readonly [string, ValueType] => field[1] !== undefined)
    ? { kind: 'record', fields: Object.fromEntries(fields) }
    : undefined;
}

/** `members` has a record of the key and all outputs for each item. */
function refuseTaken(outputs: readonly string[], at: string): void {
  const taken = outputs.find((output) => ['key', 'member', 'members'].includes(output));
  if (taken === undefined) return;
  throw new PipelineError({
    code: 'MLP1006',
    message: `the block of a forEach hands on '${taken}', which forEach has itself`,
    fix: `hand it on under another name: ({ ${taken}Of: … })`,
    actual: taken,
    at,
  });
}

function checkKey(type: ValueType, key: string | undefined, items: unknown, at: string): void {
  const named = type.kind === 'record' ? own(type.fields, typeof key === 'string' ? key : '') : type;
  const scalar = named !== undefined && !['list', 'record', 'artifact'].includes(named.kind);
  if (!scalar || (key !== undefined && type.kind !== 'record')) {
    throw new PipelineError({
      code: 'MLP1115',
      message:
        key === undefined
          ? 'forEach goes over items that have no name of their own'
          : `${show(key)} can't name an item of forEach`,
      expected: "scalar items, or records and the field that names them: { key: 'name' }",
      at,
    });
  }
  if (!Array.isArray(items)) return;
  const keys = items.map((item) => (key === undefined ? item : (item as Record<string, unknown>)[key]));
  const twice = keys.find((value, i) => !RefNode.is(value) && keys.indexOf(value) !== i);
  if (twice === undefined) return;
  throw new PipelineError({
    code: 'MLP1115',
    message: `forEach has two items called ${show(twice)}`,
    expected: 'different items',
    at,
  });
}

function checkParallelism(parallelism: number | undefined, at: string): void {
  if (parallelism === undefined || (Number.isSafeInteger(parallelism) && parallelism >= 1)) return;
  throw new PipelineError({
    code: 'MLP1115',
    message: `forEach runs ${show(parallelism)} at a time`,
    expected: 'a whole number from 1',
    at,
  });
}
