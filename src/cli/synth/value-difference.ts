import { isDeepStrictEqual } from 'node:util';
import { isMap } from '../../yaml/is-map';

/** A field that differs between two values. @internal */
export interface FieldDifference {
  /** `spec.templates[train].container.image`: items with names of their own are told by them, others by their number. */
  readonly path: string;
  /** Nothing for a field that is new. */
  readonly before?: unknown;
  /** Nothing for a field that is gone. */
  readonly after?: unknown;
}

/** The smallest fields that differ, in the order of the fields. @internal */
export function valueDifference(before: unknown, after: unknown, path = ''): readonly FieldDifference[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isMap(before) && isMap(after)) return membersDifference(before, after, (key) => fieldPath(path, key));
  if (Array.isArray(before) && Array.isArray(after)) return itemsDifference(before, after, path);
  return [{ path, before, after }];
}

function itemsDifference(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): readonly FieldDifference[] {
  const [named, other] = [byName(before), byName(after)];
  if (named === undefined || other === undefined)
    return membersDifference({ ...before }, { ...after }, (key) => `${path}[${key}]`);
  const members = membersDifference(named, other, (key) => `${path}[${key}]`);
  // The same items in another order.
  return members.length > 0 ? members : [{ path, before: Object.keys(named), after: Object.keys(other) }];
}

function membersDifference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  pathOf: (key: string) => string,
): readonly FieldDifference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): readonly FieldDifference[] => {
    if (!Object.hasOwn(before, key)) return [{ path: pathOf(key), after: after[key] }];
    if (!Object.hasOwn(after, key)) return [{ path: pathOf(key), before: before[key] }];
    return valueDifference(before[key], after[key], pathOf(key));
  });
}

/** The items of a list by their names, if all have one and no two the same. */
function byName(items: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
  const names = items.map((item) => (isMap(item) ? item.name : undefined));
  if (names.some((name) => typeof name !== 'string' || /^\d*$/.test(name))) return undefined;
  if (new Set(names).size !== names.length) return undefined;
  return Object.fromEntries(items.map((item, i) => [String(names[i]), item]));
}

function fieldPath(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
