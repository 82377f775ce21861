import { isCollection, isScalar, type Node, type Scalar } from 'yaml';
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

const styles: { readonly [type in Scalar.Type]?: SourceStyle } = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
};

/** @internal */
export function sourceOf(
  entry: { readonly place: Node | undefined; readonly value: unknown } | undefined,
  at: (offset: number) => Position,
): FieldSource | undefined {
  const node = entry?.value as Node | undefined;
  const range = rangeOf(node, at);
  if (node === undefined || range === undefined) return undefined;
  const key = entry?.place === node ? undefined : rangeOf(entry?.place, at);
  return { key, value: range, style: styleOf(node, range) };
}

function rangeOf(node: Node | undefined | null, at: (offset: number) => Position): SourceRange | undefined {
  if (!node?.range) return undefined;
  const [start, end] = node.range;
  return { start: at(start), end: at(end) };
}

function styleOf(node: Node, { start, end }: SourceRange): SourceStyle {
  if (isCollection(node)) return node.flow === true ? 'flow' : 'block';
  if (!isScalar(node) || start.line !== end.line) return 'other';
  return styles[node.type as Scalar.Type] ?? 'other';
}
