import { namesIn } from '../../../expr/argo/references';
import { partsOf } from '../../../expr/argo/text-parts';
import type { YamlPath } from '../../../yaml/read';

/** A name between double braces, and where it is written. @internal */
export interface Tag {
  readonly name: string;
  readonly path: YamlPath;
}

/** The simple tags in a value, keys too; expressions and tags inside others are looked at when they are replaced. @internal */
export function* tagsIn(value: unknown, path: YamlPath): Generator<Tag> {
  for (const { text, path: place } of textsIn(value, path)) {
    for (const part of partsOf(text) ?? []) {
      if (part.kind === 'name' && part.nested === undefined) yield { name: part.name, path: place };
    }
  }
}

/** All names that a value reads, those in expressions too unless they are guarded. @internal */
export function* readsIn(value: unknown, path: YamlPath): Generator<Tag> {
  for (const { text, path: place } of textsIn(value, path)) {
    for (const name of namesIn(text)) yield { name, path: place };
  }
}

/** A text, and the way to it. */
interface PlacedText {
  readonly text: string;
  readonly path: YamlPath;
}

/** What was found in a value before: several rules look at the same one. */
const known = new WeakMap<object, readonly PlacedText[]>();

/** All texts in a value that have braces. @internal */
export function textsIn(value: unknown, path: YamlPath): readonly PlacedText[] {
  if (typeof value === 'string') return value.includes('{{') ? [{ text: value, path }] : [];
  if (typeof value !== 'object' || value === null) return [];
  let below = known.get(value);
  if (below === undefined) {
    const found: PlacedText[] = [];
    collect(value, [], found);
    below = found;
    known.set(value, below);
  }
  return below.map(({ text, path: rest }) => ({ text, path: [...path, ...rest] }));
}

/** Walks by one way that grows and shrinks: most values have no braces, and need no way of their own. */
function collect(value: unknown, way: (string | number)[], found: PlacedText[]): void {
  if (typeof value === 'string') {
    if (value.includes('{{')) found.push({ text: value, path: [...way] });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) {
    way.push(isList ? Number(key) : key);
    if (!isList && key.includes('{{')) found.push({ text: key, path: [...way] });
    collect(member, way, found);
    way.pop();
  }
}
