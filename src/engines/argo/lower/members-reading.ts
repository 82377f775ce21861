import type { ForEachNode } from '../../../core/graph/node';
import { RefNode } from '../../../core/ref';
import { checksOf } from '../value/checks';
import { quote } from '../value/expression';
import { guarded } from '../value/guard';
import type { Place, Reading } from '../value/place';
import { asText, typed } from '../value/rendered';
import { loopItems } from './loop-items';

/**
 * What belongs together of a loop: a record for each item, with its key and all outputs of its block.
 *
 * Argo gathers each output into a list of its own, in the order of the items; where one block failed there is no list.
 *
 * @internal
 */
export function membersReading(node: ForEachNode, place: Place): Reading {
  const lists = Object.entries(node.outputs)
    .filter(([name]) => name !== 'members')
    .map(([name, type]) => ({
      name,
      ref: new RefNode(node.block, { kind: 'output', node, name }, type, `output '${name}' of '${node.name}'`),
    }));
  const given = loopItems(node);
  const checks = [given, ...lists.map(({ ref }) => ref)].flatMap((value) =>
    RefNode.is(value) ? checksOf(value, place) : [],
  );
  const items = typed(given, { kind: 'list', of: node.itemType }, place);
  const item = node.key === undefined ? `${items}[#]` : `${items}[#][${quote(node.key)}]`;
  const named =
    node.key === undefined || node.itemType.kind !== 'record' ? node.itemType : node.itemType.fields[node.key];
  const fields = lists.map(({ name, ref }) => `${quote(name)}: ${typed(ref, ref.type, place)}[#]`);
  const key = `${quote('key')}: ${asText(item, named ?? { kind: 'text' })}`;
  // The parentheses tell a record from the braces that may stand around what a function does.
  const records = `toJson(map(0..len(${items}) - 1, ({ ${[key, ...fields].join(', ')} })))`;
  const expression = checks.length === 0 ? records : guarded(records, checks.join(' && '));
  return { tag: undefined, expression, trusted: true, fails: checks.length > 0 };
}
