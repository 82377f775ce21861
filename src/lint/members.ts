import { isMap } from '../yaml/is-map';

/** An object of unknown form. @internal */
export type Members = Readonly<Record<string, unknown>>;

const none: Members = {};

/** The member as an object; an empty one for anything else. @internal */
export function mapIn(value: unknown, ...way: readonly string[]): Members {
  let current = value;
  for (const step of way) current = isMap(current) ? current[step] : undefined;
  return isMap(current) ? current : none;
}

/** The objects of a list, with the places that they have in it. @internal */
export function mapsIn(value: unknown): readonly (readonly [index: number, item: Members])[] {
  if (!Array.isArray(value)) return [];
  return [...value.entries()].filter((entry): entry is [number, Members] => isMap(entry[1]));
}

/** The text; an empty one for anything else. @internal */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list. @internal */
export function wordsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}
