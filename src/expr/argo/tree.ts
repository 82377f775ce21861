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

const known = new WeakMap<object, boolean>();

/** Whether there is a tag anywhere in it; asked once, since templates are replaced again and again. */
function hasTags(tree: unknown): boolean {
  if (typeof tree === 'string') return tree.includes('{{');
  if (tree === null || typeof tree !== 'object') return false;
  const found = known.get(tree);
  if (found !== undefined) return found;
  const entries = Array.isArray(tree) ? tree : Object.entries(tree).flat();
  const has = entries.some(hasTags);
  known.set(tree, has);
  return has;
}

function replaced(tree: unknown, scope: Scope, round: Round): Result<unknown> {
  if (typeof tree === 'string') {
    if (!tree.includes('{{')) return found(tree);
    if (partsOf(tree) === undefined) return unsupported(`a tag that does not end: ${tree}`);
    return replaceText(tree, scope, round);
  }
  if (tree === null || typeof tree !== 'object' || !hasTags(tree)) return found(tree);
  return Array.isArray(tree) ? replacedList(tree, scope, round) : replacedMap(tree, scope, round);
}

function replacedList(list: readonly unknown[], scope: Scope, round: Round): Result<unknown> {
  let copy: unknown[] | undefined;
  let last: Result<unknown> | undefined;
  for (const [index, item] of list.entries()) {
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
  let changed = false;
  let last: Result<unknown> | undefined;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(map)) {
    const name = replaced(key, scope, round) as Result<string>;
    const result = replaced(value, scope, round);
    if (name === noJson || result === noJson) {
      last = noJson;
      continue;
    }
    if (!name.ok) return name;
    if (!result.ok) return result;
    changed ||= name.value !== key || result.value !== value;
    entries.push([name.value, result.value]);
  }
  if (last !== undefined) return last;
  if (!changed) return found(map);
  const copy = Object.fromEntries(entries);
  return Object.keys(copy).length === entries.length ? found(copy) : failed('two keys became the same');
}
