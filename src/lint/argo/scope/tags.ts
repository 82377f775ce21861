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

/** All texts in a value that have braces. @internal */
export function* textsIn(
  value: unknown,
  path: YamlPath,
): Generator<{ readonly text: string; readonly path: YamlPath }> {
  if (typeof value === 'string') {
    if (value.includes('{{')) yield { text: value, path };
    return;
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* textsIn(item, [...path, i]);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key.includes('{{')) yield { text: key, path: [...path, key] };
    yield* textsIn(member, [...path, key]);
  }
}
