import { leafRefs } from '../../../core/graph/captures';
import type { ForEachNode } from '../../../core/graph/node';
import { type Composed, RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';

/** What a loop goes over. A list with refs inside is put together when the pipeline runs. @internal */
export function loopItems({ items, itemType, name, block }: ForEachNode): unknown {
  if (RefNode.is(items) || leafRefs(items).length === 0) return items;
  const list: ValueType = { kind: 'list', of: itemType };
  return new RefNode(block, { kind: 'compose', value: items as Composed }, list, `the items of '${name}'`);
}
