import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import type { Gathered } from './expression';
import { asJson, asText, parsedList } from './json-text';

/** What the pod of one item handed on, as the text of a result. @internal */
export function memberText(key: string, outputs: { readonly [name: string]: string }): string {
  return JSON.stringify({ key, value: outputs });
}

/**
 * A list of what the pods of a loop handed on, in the order of its items. An engine gives them in an order of its own, so
 * each is found by its key.
 *
 * @internal
 */
export function gathered(
  { key, itemType, output, outputs }: Gathered,
  items: string,
  members: readonly string[],
): string {
  const byKey = new Map(
    members.filter((text) => text !== '').map((text) => [keyOf(text), asJson(text, { kind: 'record', fields: {} })]),
  );
  const named = key === undefined || itemType.kind !== 'record' ? itemType : itemType.fields[key];
  const list = parsedList(items).map((item) => {
    const name = asText(key === undefined ? item : isRecord(item) ? item[key] : undefined, named ?? { kind: 'text' });
    const member = byKey.get(name);
    const value = isRecord(member) ? member.value : undefined;
    if (!isRecord(value)) throw new InputError(`the item '${name}' handed nothing on`);
    const typed = Object.entries(outputs).map(([each, type]) => [each, asJson(String(value[each]), type)] as const);
    const record = Object.fromEntries(typed);
    return output === undefined ? { key: name, ...record } : record[output];
  });
  return JSON.stringify(list);
}

function keyOf(text: string): string {
  const member = asJson(text, { kind: 'record', fields: {} });
  if (isRecord(member) && typeof member.key === 'string') return member.key;
  throw new InputError('a member of a loop has no key');
}
