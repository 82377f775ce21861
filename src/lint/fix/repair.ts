import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';

/**
 * What mends a problem for certain, as data: a rule says it, `repairEdits` finds the text for it.
 *
 * @internal
 */
export type Repair =
  /** The field at `path` gets another name. */
  | { readonly kind: 'rename'; readonly path: YamlPath; readonly to: string }
  /** The scalar at `path` becomes another text. */
  | { readonly kind: 'replace'; readonly path: YamlPath; readonly to: string }
  /** The scalar at `path` becomes text as it is written: quotes are put around it. */
  | { readonly kind: 'quote'; readonly path: YamlPath }
  /** The text at `path` becomes the number or truth value that it spells: its quotes are taken off. */
  | { readonly kind: 'unquote'; readonly path: YamlPath }
  /** The field at `path` becomes the only item of the list `to`, or the field `field` of the map `to`. */
  | { readonly kind: 'succeed'; readonly path: YamlPath; readonly to: string; readonly field?: string }
  /** One code of the comment at this place suppresses nothing any more. */
  | { readonly kind: 'drop-suppression'; readonly line: number; readonly column: number; readonly code: string };

/** What a repair makes of the field that it is about: its name and its value. @internal */
export interface Changed {
  readonly path: YamlPath;
  readonly name?: string;
  readonly value: unknown;
}

/**
 * The manifest with some of its fields changed; `undefined` where a field is not there, or another has its name already.
 *
 * @internal
 */
export function withChanges(value: unknown, changes: readonly Changed[]): unknown {
  // Deepest first: what stands above keeps its name until then.
  const ordered = changes.toSorted((a, b) => b.path.length - a.path.length);
  let changed: unknown = structuredClone(value);
  for (const change of ordered) {
    changed = withChange(changed, change.path, change);
    if (changed === undefined) return undefined;
  }
  return changed;
}

function withChange(value: unknown, [step, ...below]: YamlPath, change: Changed): unknown {
  if (step === undefined) return undefined;
  if (Array.isArray(value) && typeof step === 'number' && step < value.length) {
    const item = below.length === 0 ? change.value : withChange(value[step], below, change);
    return item === undefined ? undefined : value.with(step, item);
  }
  if (!isMap(value) || !Object.hasOwn(value, step)) return undefined;
  const name = below.length === 0 ? (change.name ?? String(step)) : String(step);
  if (name !== String(step) && Object.hasOwn(value, name)) return undefined;
  const member = below.length === 0 ? change.value : withChange(value[step], below, change);
  if (member === undefined) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => (key === step ? [name, member] : [key, each])));
}
