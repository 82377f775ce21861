import { failed, found, type Result, unsupported } from './result';
import type { Scope } from './scope';
import { noJson, type Round, replaceText } from './text';
import { partsOf } from './text-parts';

/**
 * One round of replacement in all texts of a template, keys included. What does not change is the same object as before.
 *
 * The controller looks at the whole template as one text, in which a tag that does not end would run on into the next
 * field: that is undecided here.
 *
 * @internal
 */
export function replaceTree<T>(tree: T, scope: Scope, round: Round): Result<T> {
  return replaced(tree, scope, round) as Result<T>;
}

/** Most of a template: it stays as it is, whatever the scope. */
function isPlain(tree: unknown): boolean {
  if (typeof tree === 'string') return !tree.includes('{{');
  return tree === null || typeof tree !== 'object';
}

function replaced(tree: unknown, scope: Scope, round: Round): Result<unknown> {
  if (typeof tree === 'string') {
    if (!tree.includes('{{')) return found(tree);
    if (partsOf(tree) === undefined) return unsupported(`a tag that does not end: ${tree}`);
    return replaceText(tree, scope, round);
  }
  if (tree === null || typeof tree !== 'object') return found(tree);
  return Array.isArray(tree) ? replacedList(tree, scope, round) : replacedMap(tree, scope, round);
}

function replacedList(list: readonly unknown[], scope: Scope, round: Round): Result<unknown> {
  let copy: unknown[] | undefined;
  let last: Result<unknown> | undefined;
  for (const [index, item] of list.entries()) {
    if (isPlain(item)) continue;
    const result = replaced(item, scope, round);
    if (result === noJson) last = result;
    else if (!result.ok) return result;
    else if (result.value !== item) {
      copy ??= [...list];
      copy[index] = result.value;
    }
  }
  return last ?? found(copy ?? list);
}

function replacedMap(map: object, scope: Scope, round: Round): Result<unknown> {
  let last: Result<unknown> | undefined;
  let entries: [string, unknown][] | undefined;
  const before = Object.entries(map);
  for (const [index, entry] of before.entries()) {
    const [key, value] = entry;
    if (isPlain(key) && isPlain(value)) continue;
    const name = replaced(key, scope, round) as Result<string>;
    const result = replaced(value, scope, round);
    if (name === noJson || result === noJson) {
      last = noJson;
      continue;
    }
    if (!name.ok) return name;
    if (!result.ok) return result;
    if (name.value === key && result.value === value) continue;
    entries ??= [...before];
    entries[index] = [name.value, result.value];
  }
  if (last !== undefined) return last;
  if (entries === undefined) return found(map);
  const copy = Object.fromEntries(entries);
  return Object.keys(copy).length === entries.length ? found(copy) : failed('two keys became the same');
}
