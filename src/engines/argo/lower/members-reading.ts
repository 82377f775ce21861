import type { ForEachNode } from '../../../core/graph/node';
import { RefNode } from '../../../core/ref';
import { quote } from '../value/expression';
import type { Place, Reading } from '../value/place';
import { asText, typed } from '../value/value';

/**
 * What belongs together of a loop: a record for each item, with its key and all outputs of its block.
 *
 * Argo gathers each output into a list of its own, in the order of the items; where one block failed there is no list.
 *
 * @internal
 */
export function membersReading(node: ForEachNode, place: Place): Reading {
  const items = typed(node.items, { kind: 'list', of: node.itemType }, place);
  const item = node.key === undefined ? `${items}[#]` : `${items}[#][${quote(node.key)}]`;
  const named =
    node.key === undefined || node.itemType.kind !== 'record' ? node.itemType : node.itemType.fields[node.key];
  const fields = Object.entries(node.outputs)
    .filter(([name]) => name !== 'members')
    .map(([name, type]) => {
      const list = new RefNode(node.block, { kind: 'output', node, name }, type, `output '${name}' of '${node.name}'`);
      return `${quote(name)}: ${typed(list, type, place)}[#]`;
    });
  const key = `${quote('key')}: ${asText(item, named ?? { kind: 'text' })}`;
  const expression = `toJson(map(0..len(${items}) - 1, { ${[key, ...fields].join(', ')} }))`;
  return { tag: undefined, expression, trusted: true, fails: true };
}
