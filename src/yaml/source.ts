import type { Place } from './place';
import type { Position } from './read';

/**
 * Text of a file, from its first character to the one after its last.
 *
 * @internal
 */
export interface SourceRange {
  readonly start: Position;
  readonly end: Position;
}

/**
 * How a value is written: `other` is what spans lines as a scalar, or comes by an alias.
 *
 * @internal
 */
export type SourceStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'block' | 'flow' | 'other';

/**
 * The text of a field or an item.
 *
 * @internal
 */
export interface FieldSource {
  /** The name of a field; items have none. */
  readonly key: SourceRange | undefined;
  readonly value: SourceRange;
  readonly style: SourceStyle;
}

const styles = new Map<string | undefined, SourceStyle>([
  ['PLAIN', 'plain'],
  ['QUOTE_SINGLE', 'single-quoted'],
  ['QUOTE_DOUBLE', 'double-quoted'],
]);

/** @internal */
export function sourceOf(
  { nameStart, nameEnd, start, end, form }: Place,
  at: (character: number) => Position,
): FieldSource | undefined {
  if (start < 0) return undefined;
  const value = { start: at(start), end: at(end) };
  const key = nameStart < 0 ? undefined : { start: at(nameStart), end: at(nameEnd) };
  return { key, value, style: styleOf(form, value) };
}

function styleOf(form: string | undefined, { start, end }: SourceRange): SourceStyle {
  if (form === 'flow' || form === 'block') return form;
  return start.line === end.line ? (styles.get(form) ?? 'other') : 'other';
}
