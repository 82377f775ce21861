import { checkArgument } from '../check-argument';
import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import type { Block } from '../graph/block';
import type { ForEachNode } from '../graph/node';
import { outputsProxy } from '../outputs-proxy';
import { asRef, RefNode } from '../ref';
import type { ForEachOptions } from '../scope';
import type { ValueType } from '../value-type';
import { refuseArtifacts } from './add-when';
import type { BlockBuilder, Handle } from './block-builder';
import { producedBy } from './produced';
import { scopeOf } from './scope-of';

/** @internal */
export function addForEach(builder: BlockBuilder, items: unknown, body: unknown, options: ForEachOptions): Handle {
  const at = builder.block.label;
  checkProps(options, ['name', 'after', 'key', 'parallelism'], 'forEach', at);
  const itemType = typeOfItems(items, builder.block);
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
  const given = options.name;
  if (given !== undefined) builder.nameFor(given, given);
  const { block } = builder.nested(given ?? 'each', (inner) => {
    const item = asRef(new RefNode(inner.block, { kind: 'item' }, itemType, 'the item of forEach'));
    inner.block.outputs = producedBy(body(scopeOf(inner), item), inner);
  });
  const name = given ?? builder.nameFor(undefined, `each-${block.nodes[0]?.name ?? 'item'}`);
  const single = Object.fromEntries(
    Object.entries(block.outputs).map(([output, ref]) => [output, (ref as RefNode).type]),
  );
  refuseArtifacts(single, 'forEach', at);
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
    after: builder.nodesOf(options.after ?? [], name),
  };
  builder.add(node);
  const refs = Object.entries(node.outputs).map(([output, type]) => [
    output,
    new RefNode(builder.block, { kind: 'output', node, name: output }, type, `output '${output}' of forEach '${name}'`),
  ]);
  const { members: joined, ...lists } = Object.fromEntries(refs) as { readonly [name: string]: RefNode };
  return builder.handle(node, outputsProxy(lists, 'output', `forEach '${name}'`), { members: joined });
}

function typeOfItems(items: unknown, block: Block): ValueType {
  if (RefNode.is(items) && items.type.kind === 'list') {
    checkArgument(items, items.type, 'the items of forEach', block);
    return items.type.of;
  }
  if (Array.isArray(items) && items.length > 0) {
    const type = inferred(items[0]);
    if (type !== undefined) {
      checkArgument(items, { kind: 'list', of: type }, 'the items of forEach', block);
      return type;
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
function inferred(value: unknown): ValueType | undefined {
  if (RefNode.is(value)) return value.type;
  if (typeof value === 'string') return { kind: 'text' };
  if (typeof value === 'number') return { kind: 'number' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = Object.entries(value).map(([name, field]) => [name, inferred(field)] as const);
  return fields.every((field): field is readonly [string, ValueType] => field[1] !== undefined)
    ? { kind: 'record', fields: Object.fromEntries(fields) }
    : undefined;
}

function checkKey(type: ValueType, key: string | undefined, items: unknown, at: string): void {
  const named = type.kind === 'record' ? type.fields[key ?? ''] : type;
  const scalar = named !== undefined && !['list', 'record', 'artifact'].includes(named.kind);
  if (!scalar || (key !== undefined && type.kind !== 'record')) {
    throw new PipelineError({
      code: 'MLP1115',
      message:
        key === undefined
          ? 'forEach goes over items that have no name of their own'
          : `'${key}' can't name an item of forEach`,
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
    message: `forEach runs ${parallelism} at a time`,
    expected: 'a whole number from 1',
    at,
  });
}
