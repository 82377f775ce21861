import type { Result } from '../../expr/argo/result';
import type { Scope } from '../../expr/argo/scope';
import type { Round } from '../../expr/argo/text';
import { replaceTree } from '../../expr/argo/tree';

/** Where a piece of a manifest has tags: in itself, or below these keys. @internal */
export type Tags = true | readonly (readonly [key: string, below: Tags])[];

const known = new WeakMap<object, Tags | 'none'>();

/** Looks a piece of a manifest through for tags, once. @internal */
export function tagsOf(tree: unknown): Tags | undefined {
  if (typeof tree === 'string') return tree.includes('{{') ? true : undefined;
  if (typeof tree !== 'object' || tree === null) return undefined;
  let tags = known.get(tree);
  if (tags === undefined) {
    tags = below(tree);
    known.set(tree, tags);
  }
  return tags === 'none' ? undefined : tags;
}

function below(tree: object): Tags | 'none' {
  const found: [string, Tags][] = [];
  for (const [key, value] of Object.entries(tree)) {
    // Names with tags change where everything is: the whole of it is looked at each time.
    if (key.includes('{{')) return true;
    const tags = tagsOf(value);
    if (tags !== undefined) found.push([key, tags]);
  }
  return found.length === 0 ? 'none' : found;
}

/** Fills tags in, in these rounds; what has none is the same object as before. @internal */
export function fill<T>(tree: T, tags: Tags | undefined, rounds: readonly Scope[], round: Round): Result<T> {
  if (tags === undefined) return { ok: true, value: tree };
  if (tags === true) return fillWhole(tree, rounds, round);
  const copy = (Array.isArray(tree) ? [...tree] : { ...tree }) as Record<string, unknown>;
  for (const [key, belowKey] of tags) {
    if (copy[key] === undefined) continue;
    const filled = fill(copy[key], belowKey, rounds, round);
    if (!filled.ok) return filled;
    copy[key] = filled.value;
  }
  return { ok: true, value: copy as T };
}

function fillWhole<T>(tree: T, rounds: readonly Scope[], round: Round): Result<T> {
  let filled = tree;
  for (const scope of rounds) {
    const result = replaceTree(filled, scope, round);
    if (!result.ok) return result;
    filled = result.value;
  }
  return { ok: true, value: filled };
}
